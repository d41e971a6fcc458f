import { digestOfBytes } from "../record/digest.ts";

/** The limit of `chrootNameSchema`. */
const longest = 64;
/** Length of the digest that distinguishes long names. */
const digits = 8;

/** Names the chroot with the root of a failed build; the next failed build replaces it. */
export function failedChrootName(source: string, architecture: string): string {
  const name = `failed-${source}-${architecture}`;
  if (name.length <= longest) return name;
  const digest = digestOfBytes(source).slice("sha256:".length).slice(0, digits);
  const room = longest - `failed--${digest}-${architecture}`.length;
  return `failed-${source.slice(0, room)}-${digest}-${architecture}`;
}
