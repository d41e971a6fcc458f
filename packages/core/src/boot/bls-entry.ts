import { DebootcError } from "../error/debootc-error.ts";

/** Describes an entry of a boot loader: what a direct boot of its kernel needs. Paths are on the boot partition. */
export interface BlsEntry {
  readonly title: string | undefined;
  readonly linux: string;
  /** In the order in which the boot loader concatenates them. */
  readonly initrd: readonly string[];
  /** The kernel command line. */
  readonly options: string;
}

/**
 * Reads `loader/entries/*.conf` (Boot Loader Specification, type 1). Keys that a direct boot does not need are
 * ignored, as the specification asks; `initrd` and `options` may be repeated. Throws `boot-failed`.
 */
export function parseBlsEntry(text: string, origin: string): BlsEntry {
  const pairs = text
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "" && !line.startsWith("#"))
    .map((line) => {
      const [key = "", value = ""] = line.split(/\s+(.*)/s);
      return { key, value };
    });
  const valuesOf = (wanted: string) => pairs.flatMap(({ key, value }) => (key === wanted ? [value] : []));

  const [linux, ...further] = valuesOf("linux");
  if (linux === undefined || !linux.startsWith("/") || further.length > 0) {
    throw new DebootcError("boot-failed", `${origin}: a boot entry must name one kernel: linux /path`);
  }
  return {
    title: valuesOf("title")[0],
    linux,
    initrd: valuesOf("initrd"),
    options: valuesOf("options").join(" "),
  };
}
