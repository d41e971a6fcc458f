import { fieldOf } from "@debootc/core/deb822/stanzas";
import { DebootcError } from "@debootc/core/error/debootc-error";
import type { LockedPackage } from "@debootc/core/lock/lock";
import { lockedPackageOf } from "@debootc/core/lock/locked-package";
import type { PackageUniverse, PackageVersion } from "@debootc/core/lock/package-universe";
import { printable } from "@debootc/core/text/printable";
import type { Selection, UnusableEntry } from "@debootc/tools/apt/apt";
import { normalUri } from "@debootc/tools/apt/apt-uri";
import type { ArchiveSource } from "./archive-sources.ts";

/** Describes apt's choice for the lock by the verified indexes, found by hash; sorted by name, then architecture. */
export function lockSelection(
  selected: readonly Selection[],
  universe: PackageUniverse,
  sources: readonly ArchiveSource[],
): LockedPackage[] {
  return selected
    .map((selection) => lockOne(selection, universe, sources))
    .sort((a, b) => compare(a.name, b.name) || compare(a.architecture, b.architecture));
}

function lockOne(selection: Selection, universe: PackageUniverse, sources: readonly ArchiveSource[]) {
  const { uri } = selection;
  const offers = offersOf(selection, universe);
  const isWhereAptLooks = ({ part }: PackageVersion) =>
    sources.some(
      ({ id, uris }) => id === part.sourceId && uris.some((one) => uri.startsWith(`${normalUri(one)}/`)),
    );
  const offer = offers.find(isWhereAptLooks) ?? offers[0];
  if (offer !== undefined) return lockedPackageOf(offer);
  throw new DebootcError("index-invalid", `apt chose ${printable(uri)}, which no verified index has`, {
    hint: "An index gives it in a form that apt and debootc read differently. Ask the owner of the source to publish a correct one.",
  });
}

/** Finds the entries of a file that apt chose, by name and hash, or by the hash alone where apt's file name is strange. */
function offersOf({ name, sha256 }: Selection, universe: PackageUniverse): readonly PackageVersion[] {
  const named = universe
    .versionsOf(name)
    .filter(({ stanza }) => fieldOf(stanza, "SHA256")?.toLowerCase() === sha256);
  if (named.length > 0 || sha256 === undefined) return named;
  return universe.parts.flatMap((part) =>
    part.index.withSha256(sha256).map((stanza) => ({
      name: fieldOf(stanza, "Package") ?? "",
      version: fieldOf(stanza, "Version") ?? "",
      stanza,
      part,
    })),
  );
}

/** Returns the error for a package that apt chose although its entry names no file. */
export function unusableIn(
  universe: PackageUniverse,
  { name, version, said }: Omit<UnusableEntry, "kind">,
): DebootcError {
  const offers = universe.versionsOf(name).filter((offer) => version === "" || offer.version === version);
  for (const offer of offers) {
    try {
      lockedPackageOf(offer);
    } catch (error) {
      if (error instanceof DebootcError) return error;
      throw error;
    }
  }
  return new DebootcError("index-invalid", `an index gives apt no file for ${name} ${version}:\n  ${said}`, {
    hint: "Ask the owner of the source to publish a correct index, or remove the package.",
  });
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
