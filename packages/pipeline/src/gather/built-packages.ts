import { builtSourceId } from "@debootc/core/debian/own-source";
import { DebootcError } from "@debootc/core/error/debootc-error";
import type { LockSection } from "@debootc/core/lock/lock";
import type { ArchiveSource } from "./archive-sources.ts";
import type { LocalDeb } from "./local-packages.ts";

/** What the source packages of a treefile were built to, offered as an archive. */
export interface BuiltPackages {
  readonly debs: readonly LocalDeb[];
  /** Stands before all others, since of equal versions apt takes the first. */
  readonly source: ArchiveSource;
}

/**
 * A lock names built packages by their bytes: what was built now must be the same. Throws `lock-stale` with all that
 * differ.
 */
export function checkBuiltPackages(
  { packages }: LockSection,
  debs: readonly LocalDeb[],
  treefile: string,
): void {
  const differ = packages.filter(
    ({ sourceId, sha256 }) => sourceId === builtSourceId && !debs.some((deb) => deb.sha256 === sha256),
  );
  if (differ.length === 0) return;
  const lines = differ.map(({ name, version }) => {
    const now = debs.find((deb) => deb.name === name);
    return `  source-packages: ${name} ${version} of the lock ${now === undefined ? "is not built any more" : `is now built as ${now.version}, with other bytes`}`;
  });
  throw new DebootcError(
    "lock-stale",
    `the lock no longer fits what the source packages are built to:\n${lines.join("\n")}`,
    { hint: `Their sources changed, or what they are built with. Run: debootc lock ${treefile}` },
  );
}
