import type { ChrootConfiguration } from "@debootc/core/mock-build/chroot/chroot-configuration";

/** With less than this, too many builds would not fit. */
const enoughBytes = 2 * 1024 ** 3;

/**
 * Computes how much of what a build writes may be kept in memory; undefined if it goes to disk. Half of
 * `availableBytes`, the machine's spare memory, is shared among `jobs` concurrent builds. A memory limit also counts
 * what is kept there, so `auto` keeps nothing in memory then.
 */
export function memoryForLayer(
  { tmpfs, limits }: Pick<ChrootConfiguration, "tmpfs" | "limits">,
  availableBytes: number,
  jobs: number,
): number | undefined {
  const share = Math.floor(availableBytes / (2 * jobs));
  const bytes = Math.min(share, limits.diskBytes ?? share);
  if (tmpfs === "off") return undefined;
  if (tmpfs === "on") return bytes;
  return share >= enoughBytes && limits.memoryBytes === undefined ? bytes : undefined;
}
