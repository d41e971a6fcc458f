import type { LocalPackage } from "./local-package.ts";
import type { AskedPackages } from "./asked-packages.ts";
import type { LockRequest } from "./lock.ts";

/**
 * Describes what a treefile asks of apt in a canonical order, so that moving a line of the treefile keeps the lock
 * valid. Sources keep their order, since it decides between equal versions. The request decides whether a lock is stale
 * and whether an earlier choice of apt is reused, so it must contain every key that affects the choice. `local` are the
 * treefile's .deb files, `extra` those that were given besides it.
 */
export function lockRequestOf(
  treefile: AskedPackages,
  local: readonly Pick<LocalPackage, "name" | "sha256">[],
  extra: readonly Pick<LocalPackage, "name" | "sha256">[] = [],
): LockRequest {
  return {
    suite: treefile.suite,
    ...(treefile.snapshot === undefined ? {} : { snapshot: treefile.snapshot }),
    components: sortedSet(treefile.components),
    sources: treefile.sources.map(({ id, suites, components, trusted, checkValidUntil }) => ({
      id,
      suites,
      components,
      trusted,
      checkValidUntil,
    })),
    packages: sortedSet(treefile.packages),
    ...(local.length === 0 ? {} : { localPackages: local.map(identityOf).sort(byName) }),
    ...(treefile.sourcePackages.length === 0
      ? {}
      : { sourcePackages: sortedSet(treefile.sourcePackages.map(({ name }) => name)) }),
    ...(extra.length === 0 ? {} : { extraPackages: extra.map(identityOf).sort(byName) }),
    excludePackages: sortedSet(treefile.excludePackages),
    ...(treefile.pins.length === 0 ? {} : { pins: treefile.pins }),
    recommends: treefile.recommends,
    ...(treefile.disk === undefined ? {} : { bootLoader: treefile.disk.bootLoader }),
  };
}

function identityOf({ name, sha256 }: Pick<LocalPackage, "name" | "sha256">) {
  return { name, sha256 };
}

function byName(a: { readonly name: string }, b: { readonly name: string }): number {
  return a.name < b.name ? -1 : 1;
}

function sortedSet(words: readonly string[]): string[] {
  return [...new Set(words)].sort();
}
