import type { LockedIndex, LockedPackage, LockSection } from "@debootc/core/lock/lock";
import type { PackageUniverse } from "@debootc/core/lock/package-universe";
import { securityBootLoader } from "@debootc/core/lock/security/security-boot-loader";
import { isSecuritySuite } from "@debootc/core/lock/security/security-choice";
import type { Selection } from "@debootc/tools/apt/apt";
import type { ArchiveSource } from "../../gather/archive-sources.ts";
import { lockSelection } from "../../gather/lock-selection.ts";
import type { VerifiedSuite } from "../../gather/verified-indexes.ts";
import { vanishedSourceId } from "./vanished-packages.ts";

/** Is what apt chose from. */
interface Offers {
  readonly suites: readonly VerifiedSuite[];
  readonly universe: PackageUniverse;
  readonly sources: readonly ArchiveSource[];
}

/**
 * Returns a lock after apt's choice for an update of security alone: what was locked before is taken over as it was, and so
 * are the indexes of all suites that gave nothing new.
 */
export function securitySection(
  before: LockSection,
  selected: readonly Selection[],
  { suites, universe, sources }: Offers,
): LockSection {
  const kept = new Map(before.packages.map((locked) => [locked.sha256, locked]));
  const packages = lockSelection(selected, universe, sources).map((one) => kept.get(one.sha256) ?? one);
  const bootLoader = securityBootLoader(before.bootLoader ?? [], universe);
  const added = [...packages, ...bootLoader].filter(({ sha256 }) => !kept.has(sha256));
  return {
    ...before,
    indexes: indexesOf(before.indexes, suites, added),
    packages,
    ...(bootLoader.length === 0 ? {} : { bootLoader }),
  };
}

/** Takes the new index of each suite that gave a package; the hashes of all others come from the earlier ones. */
function indexesOf(
  before: readonly LockedIndex[],
  suites: readonly VerifiedSuite[],
  added: readonly LockedPackage[],
): LockedIndex[] {
  const gave = ({ parts }: VerifiedSuite) =>
    parts.some(({ index }) =>
      added.some(({ sha256 }) => index.withSha256(sha256.slice("sha256:".length)).length > 0),
    );
  const now = suites.filter(({ source }) => source.id !== vanishedSourceId);
  const kept = now.flatMap((suite) => {
    const { sourceId, suite: name } = suite.index;
    const earlier = before.filter((index) => index.sourceId === sourceId && index.suite === name);
    return earlier.length === 0 || isSecuritySuite(name) || gave(suite) ? [suite.index] : earlier;
  });
  return [
    ...new Map(kept.map((index) => [`${index.sourceId} ${index.suite} ${index.digest}`, index])).values(),
  ];
}
