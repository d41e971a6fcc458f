import { digestOfBytes } from "../record/digest.ts";

/** As `chrootNameSchema` allows. */
const longest = 64;
/** Of the digest that tells long names apart. */
const digits = 8;

/** What the chroot is called that has the root of a failed build: the next one that fails takes its place. */
export function failedChrootName(source: string, architecture: string): string {
  const name = `failed-${source}-${architecture}`;
  if (name.length <= longest) return name;
  const digest = digestOfBytes(source).slice("sha256:".length).slice(0, digits);
  const room = longest - `failed--${digest}-${architecture}`.length;
  return `failed-${source.slice(0, room)}-${digest}-${architecture}`;
}
