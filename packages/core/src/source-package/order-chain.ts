import { DebootcError } from "../error/debootc-error.ts";
import type { BuildScope } from "./build-needs.ts";
import { parseBuildRelations } from "./build-relations.ts";
import { type ChainEdge, chainGraph, chainStrengths } from "./chain-graph.ts";
import type { ChainSource } from "./chain-source.ts";
import { shortestCycle } from "./shortest-cycle.ts";

export interface ChainOrder {
  /** Names of source packages, in the order given; those of one level can be built at once, after the levels before. */
  readonly levels: readonly (readonly string[])[];
  /** For each, those whose packages it may need, directly or through another one, in the order in which they are built. */
  readonly needs: ReadonlyMap<string, readonly string[]>;
}

/**
 * Returns the order in which to build source packages, from what they build and what they need. Throws `usage` for a
 * source package that is given twice, and `chain-cycle` with the shortest cycle and the profiles that would break it.
 */
export function orderChain(sources: readonly ChainSource[], scope: BuildScope): ChainOrder {
  refuseTwins(sources);
  const edges = chainGraph(sources, scope);
  const kept = edges.filter(isFirm);
  const cycle = shortestCycle(kept);
  if (cycle !== undefined) throw cycleError(cycle, sources, scope);
  for (const wish of edges.filter((edge) => !isFirm(edge)).toSorted(compareWishes)) {
    // A wish that would make a cycle is dropped: the archive has that package, or there is another alternative.
    if (!leadsTo(kept, wish.to, wish.from)) kept.push(wish);
  }
  const names = sources.map(({ name }) => name);
  const levels = levelsOf(names, kept);
  return { levels, needs: needsOf(levels, kept) };
}

function isFirm({ strength }: ChainEdge): boolean {
  return strength === "needed";
}

/** Sorts by strength, then by name: which wishes are granted must not depend on the order of the sources. */
function compareWishes(a: ChainEdge, b: ChainEdge): number {
  const [one, other] = [`${a.from} ${a.to}`, `${b.from} ${b.to}`];
  return chainStrengths.indexOf(a.strength) - chainStrengths.indexOf(b.strength) || (one < other ? -1 : 1);
}

function leadsTo(edges: readonly ChainEdge[], start: string, end: string): boolean {
  const reached = new Set([start]);
  // The set grows while it is walked.
  for (const place of reached) {
    for (const { from, to } of edges) if (from === place) reached.add(to);
  }
  return reached.has(end);
}

function refuseTwins(sources: readonly ChainSource[]): void {
  const twin = sources.find(({ name }, index) => sources.findIndex((one) => one.name === name) < index);
  if (twin === undefined) return;
  const versions = sources.filter(({ name }) => name === twin.name).map(({ version }) => version);
  throw new DebootcError(
    "usage",
    `the source package ${twin.name} is given ${versions.length} times: ${versions.join(", ")}`,
    {
      hint: "Give each source package once.",
    },
  );
}

function levelsOf(names: readonly string[], edges: readonly ChainEdge[]): string[][] {
  const levels: string[][] = [];
  const built = new Set<string>();
  while (built.size < names.length) {
    const level = names.filter(
      (name) => !built.has(name) && edges.every(({ from, to }) => from !== name || built.has(to)),
    );
    for (const name of level) built.add(name);
    levels.push(level);
  }
  return levels;
}

function needsOf(levels: readonly (readonly string[])[], edges: readonly ChainEdge[]): Map<string, string[]> {
  const needs = new Map<string, string[]>();
  const order = levels.flat();
  for (const name of order) {
    const direct = edges.filter(({ from }) => from === name).map(({ to }) => to);
    const all = new Set(direct.flatMap((one) => [one, ...(needs.get(one) ?? [])]));
    needs.set(
      name,
      order.filter((one) => all.has(one)),
    );
  }
  return needs;
}

function cycleError(
  cycle: readonly ChainEdge[],
  sources: readonly ChainSource[],
  scope: BuildScope,
): DebootcError {
  const lines = cycle.map(
    ({ from, to, relations }) => `  ${from} needs ${relations.join(", ")}, which ${to} builds`,
  );
  const breaking = breakingProfiles(cycle, sources, scope);
  return new DebootcError(
    "chain-cycle",
    `these source packages need each other to be built:\n${lines.join("\n")}`,
    {
      hint:
        breaking.length === 0
          ? "Leave one of them out, so that its packages come from the archive, and build it afterwards."
          : `${breaking.map(({ profile, edge }) => `With --profiles ${profile}, ${edge.from} does not need ${edge.relations.join(", ")}.`).join(" ")} Or leave one out, so that its packages come from the archive.`,
    },
  );
}

/** Finds build profiles that each remove an edge of a cycle; first come those that leave no cycle at all. */
function breakingProfiles(
  cycle: readonly ChainEdge[],
  sources: readonly ChainSource[],
  scope: BuildScope,
): { readonly profile: string; readonly edge: ChainEdge }[] {
  const names = new Set(cycle.map(({ from }) => from));
  const candidates = new Set(
    sources.filter(({ name }) => names.has(name)).flatMap((source) => negatedProfiles(source)),
  );
  const found = [...candidates]
    .filter((profile) => !scope.profiles.includes(profile))
    .sort()
    .flatMap((profile) => {
      const left = chainGraph(sources, { ...scope, profiles: [...scope.profiles, profile] }).filter(isFirm);
      const edge = cycle.find(({ from, to }) => !left.some((one) => one.from === from && one.to === to));
      return edge === undefined ? [] : [{ profile, edge, isWhole: shortestCycle(left) === undefined }];
    });
  return found.toSorted((a, b) => Number(b.isWhole) - Number(a.isWhole));
}

function negatedProfiles({ name, relations }: ChainSource): string[] {
  return Object.values(relations).flatMap((field) =>
    parseBuildRelations(field ?? "", name)
      .flat()
      .flatMap(({ profiles = [] }) => profiles.flat())
      .flatMap((term) => (term.negated ? [term.name] : [])),
  );
}
