import type { PackagesIndex } from "../deb822/packages-index.ts";
import { type Relation, parseRelations, provideAccepts, relationAccepts } from "../deb822/relations.ts";
import { fieldOf } from "../deb822/stanzas.ts";
import { compareVersions } from "../version/compare-versions.ts";

/** Describes a verified `Packages` index and where it came from. */
export interface UniversePart {
  readonly sourceId: string;
  readonly suite: string;
  /** True for suites such as backports, whose packages are only installed if the suite is named for them. */
  readonly notAutomatic: boolean;
  readonly index: PackagesIndex;
}

export interface PackageVersion {
  readonly name: string;
  readonly version: string;
  readonly stanza: string;
  readonly part: UniversePart;
}

/** Holds everything that can be installed according to the indexes of all sources together. */
export interface PackageUniverse {
  readonly parts: readonly UniversePart[];
  /** Returns every version of a package, newest first; those of non-automatic suites come last. */
  readonly versionsOf: (name: string) => readonly PackageVersion[];
  /** Returns the version that apt installs when none is named. */
  readonly candidateOf: (name: string) => PackageVersion | undefined;
  /** Returns the candidates that satisfy a relation by name or by what they provide. */
  readonly solutionsOf: (relation: Relation) => readonly PackageVersion[];
}

export function packageUniverse(parts: readonly UniversePart[]): PackageUniverse {
  let providers: ReadonlyMap<string, readonly string[]> | undefined;

  const versionsOf = (name: string) =>
    parts
      .flatMap((part) => part.index.stanzasOf(name).map((stanza) => packageVersion(name, stanza, part)))
      .sort(
        (a, b) =>
          Number(a.part.notAutomatic) - Number(b.part.notAutomatic) || compareVersions(b.version, a.version),
      );
  const candidateOf = (name: string) => versionsOf(name)[0];
  const solutionsOf = (relation: Relation) => {
    providers ??= namesOfProviders(parts);
    const own = candidateOf(relation.name);
    const others = (providers.get(relation.name) ?? []).flatMap((name) => candidateOf(name) ?? []);
    return [
      ...(own && relationAccepts(relation, own.version) ? [own] : []),
      ...others.filter((other) => other.name !== relation.name && provides(other, relation)),
    ];
  };
  return { parts, versionsOf, candidateOf, solutionsOf };
}

/** Checks whether a package satisfies a relation by Provides; a versioned relation needs a versioned provide. */
export function provides(candidate: Pick<PackageVersion, "stanza">, relation: Relation): boolean {
  return parseRelations(fieldOf(candidate.stanza, "Provides") ?? "")
    .flat()
    .some((provided) => provided.name === relation.name && provideAccepts(relation, provided));
}

function packageVersion(name: string, stanza: string, part: UniversePart): PackageVersion {
  return { name, version: fieldOf(stanza, "Version") ?? "", stanza, part };
}

function namesOfProviders(parts: readonly UniversePart[]): Map<string, string[]> {
  const providers = new Map<string, Set<string>>();
  for (const stanza of parts.flatMap((part) => part.index.providing())) {
    const provider = fieldOf(stanza, "Package") ?? "";
    for (const { name } of parseRelations(fieldOf(stanza, "Provides") ?? "").flat()) {
      const known = providers.get(name);
      if (known) known.add(provider);
      else providers.set(name, new Set([provider]));
    }
  }
  return new Map([...providers].map(([name, names]) => [name, [...names].sort()]));
}
