import type { ResolvedTreefile } from "../treefile/resolved-treefile.ts";
import type { LockRequest } from "./lock.ts";

/**
 * What a treefile asks of apt, in an order of its own: moving a line of the treefile leaves the lock good.
 * Sources keep their order, since it decides between equal versions. By it a lock goes stale and a choice of apt is
 * found again: whatever of a treefile decides the choice must be in it.
 */
export function lockRequestOf(treefile: ResolvedTreefile): LockRequest {
  return {
    suite: treefile.suite,
    components: sortedSet(treefile.components),
    sources: treefile.sources.map(({ id, suites, components, trusted, checkValidUntil }) => ({
      id,
      suites,
      components,
      trusted,
      checkValidUntil,
    })),
    packages: sortedSet(treefile.packages),
    excludePackages: sortedSet(treefile.excludePackages),
    recommends: treefile.recommends,
  };
}

function sortedSet(words: readonly string[]): string[] {
  return [...new Set(words)].sort();
}
