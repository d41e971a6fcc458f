import { builtSourceId } from "@debootc/core/debian/own-source";
import { DebootcError } from "@debootc/core/error/debootc-error";
import type { LockSection } from "@debootc/core/lock/lock";
import type { LockSubject } from "@debootc/core/lock/lock-subject";
import type { ArchiveSource } from "./archive-sources.ts";
import type { LocalDeb } from "./local-packages.ts";

/** Holds the packages built from a treefile's source packages, offered as an archive. */
export interface BuiltPackages {
  readonly debs: readonly LocalDeb[];
  /** Comes before all others, because of equal versions apt takes the first. */
  readonly source: ArchiveSource;
}

/**
 * Checks that the packages built now have the bytes that the lock names. Throws `lock-stale` with all packages that
 * differ.
 */
export function checkBuiltPackages(
  { packages }: LockSection,
  debs: readonly LocalDeb[],
  { words }: Pick<LockSubject, "words">,
): void {
  const differ = packages.filter(
    ({ sourceId, sha256 }) => sourceId === builtSourceId && !debs.some((deb) => deb.sha256 === sha256),
  );
  if (differ.length === 0) return;
  const lines = differ.map(({ name, version }) => {
    const now = debs.find((deb) => deb.name === name);
    return `  source-packages: ${name} ${version} of the lock ${now === undefined ? "is no longer built" : `is now built as ${now.version}, with different bytes`}`;
  });
  throw new DebootcError(
    "lock-stale",
    `the lock no longer matches the packages built from the source packages:\n${lines.join("\n")}`,
    { hint: `Their sources or their build environment changed. Run: debootc lock ${words}` },
  );
}
