import { parseRelations, type Relation, type RelationGroup } from "../deb822/relations.ts";
import { fieldOf, stanzasOf } from "../deb822/stanzas.ts";
import { type InstalledPackage, parseInstalledPackages } from "./installed-package.ts";

/** Describes a package as dpkg knows it, with who made it and what it needs. */
export interface DescribedPackage extends InstalledPackage {
  readonly sourceVersion: string;
  /** As its field has it, such as `Jo Doe <jo@example.org>`; absent when there is none. */
  readonly maintainer?: string;
  /** What must be installed for it to work: Depends and Pre-Depends. */
  readonly depends: readonly RelationGroup[];
  /** Other names that it answers to. */
  readonly provides: readonly Relation[];
}

/** Reads the packages of dpkg's status file, each with its own account of itself. */
export function parseDescribedPackages(status: string): DescribedPackage[] {
  return [...stanzasOf(status)].flatMap((stanza) =>
    parseInstalledPackages(stanza).map((installed) => ({
      ...installed,
      ...descriptionIn(stanza, installed),
    })),
  );
}

function descriptionIn(stanza: string, { version }: InstalledPackage) {
  const maintainer = fieldOf(stanza, "Maintainer");
  const relations = (name: string) => parseRelations(fieldOf(stanza, name) ?? "");
  return {
    // `Source: glibc (2.41-12)` where the versions differ.
    sourceVersion: /^\S+ \(([^()]+)\)$/.exec(fieldOf(stanza, "Source") ?? "")?.[1] ?? version,
    ...(maintainer === undefined ? {} : { maintainer }),
    depends: [...relations("Pre-Depends"), ...relations("Depends")],
    provides: relations("Provides").flat(),
  };
}
