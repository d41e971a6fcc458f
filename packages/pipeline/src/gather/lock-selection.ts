import { fieldOf } from "@debootc/core/deb822/stanzas";
import type { LockedPackage } from "@debootc/core/lock/lock";
import { lockedPackageOf } from "@debootc/core/lock/locked-package";
import type { PackageUniverse } from "@debootc/core/lock/package-universe";
import type { Selection } from "@debootc/tools/apt/apt";
import { normalUri } from "@debootc/tools/apt/apt-uri";
import type { ArchiveSource } from "./archive-sources.ts";

/** What apt chose, as the lock records it: facts from the verified indexes, found by hash. Sorted by name, then architecture. */
export function lockSelection(
  selected: readonly Selection[],
  universe: PackageUniverse,
  sources: readonly ArchiveSource[],
): LockedPackage[] {
  return selected
    .map((selection) => lockOne(selection, universe, sources))
    .sort((a, b) => compare(a.name, b.name) || compare(a.architecture, b.architecture));
}

function lockOne(
  { uri, name, sha256 }: Selection,
  universe: PackageUniverse,
  sources: readonly ArchiveSource[],
) {
  const offers = universe
    .versionsOf(name)
    .filter(({ stanza }) => fieldOf(stanza, "SHA256")?.toLowerCase() === sha256)
    .map(lockedPackageOf);
  const isWhereAptLooks = ({ sourceId }: LockedPackage) =>
    sources.some(
      ({ id, uris }) => id === sourceId && uris.some((one) => uri.startsWith(`${normalUri(one)}/`)),
    );
  const locked = offers.find(isWhereAptLooks) ?? offers[0];
  if (locked === undefined) throw new Error(`apt chose ${uri}, which no verified index has`);
  return locked;
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
