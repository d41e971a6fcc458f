import { versionSatisfies } from "../version/compare-versions.ts";
import { type BuildRelation, formatBuildRelation } from "./build-relations.ts";
import { type BuildScope, buildNeeds } from "./build-needs.ts";
import { builtBinaries } from "./built-binaries.ts";
import type { SourcePackage } from "./source-package.ts";

/** What decides the order of a source package. */
export type ChainSource = Pick<SourcePackage, "name" | "version" | "relations" | "binaries" | "packageList">;

/** One source package needs what another one of the chain builds. */
export interface ChainEdge {
  /** Names of source packages. */
  readonly from: string;
  readonly to: string;
  /** The relations that another one answers, as they are written. */
  readonly relations: readonly string[];
  /** Each of the relations has an alternative before it that the chain does not build: the order is only a wish. */
  readonly optional: boolean;
}

/**
 * Which source packages need which others, by the packages and versions that they build: what the archive could have,
 * too, is taken from the chain. Packages that others only provide are not known before they are built, but for
 * debhelper's. What a package builds for itself is left out.
 */
export function chainGraph(sources: readonly ChainSource[], scope: BuildScope): ChainEdge[] {
  const makers = new Map<string, ChainSource>();
  for (const source of sources) for (const name of builtBinaries(source, scope)) makers.set(name, source);
  const makerOf = (relation: BuildRelation): ChainSource | undefined => {
    const maker = makers.get(relation.name);
    if (maker !== undefined) return answers(relation, maker.version) ? maker : undefined;
    // Its version is a level of compatibility, not one of the package.
    return relation.name === "debhelper-compat" ? makers.get("debhelper") : undefined;
  };

  return sources.flatMap((source) => {
    const edges = new Map<string, ChainEdge>();
    for (const group of buildNeeds(source, scope)) {
      const index = group.findIndex((relation) => makerOf(relation) !== undefined);
      const relation = group[index];
      const maker = relation && makerOf(relation);
      if (maker === undefined || relation === undefined || maker.name === source.name) continue;
      const known = edges.get(maker.name);
      edges.set(maker.name, {
        from: source.name,
        to: maker.name,
        relations: [...new Set([...(known?.relations ?? []), formatBuildRelation(relation)])],
        optional: index > 0 && (known?.optional ?? true),
      });
    }
    return [...edges.values()];
  });
}

function answers({ operator, version: bound }: BuildRelation, version: string): boolean {
  return operator === undefined || bound === undefined || versionSatisfies(version, operator, bound);
}
