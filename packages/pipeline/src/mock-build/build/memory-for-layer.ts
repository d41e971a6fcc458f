import type { ChrootConfiguration } from "@debootc/core/mock-build/chroot/chroot-configuration";

/** Below this, what a build writes would not fit often enough. */
const enoughBytes = 2 * 1024 ** 3;

/**
 * How much of what a build writes may be kept in memory; undefined where it goes to the disk. `availableBytes` is what the
 * machine has to spare, of which each of `jobs` builds at once gets a share of one half. A limit of memory counts what is
 * kept there too, so `auto` keeps nothing then.
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
