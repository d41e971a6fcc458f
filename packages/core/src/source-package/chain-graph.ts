import { formatBuildRelation } from "./build-relations.ts";
import { type BuildScope, buildNeeds } from "./build-needs.ts";
import { type ChainBinary, chainAnswers } from "./chain-answers.ts";
import type { ChainSource } from "./chain-source.ts";

/**
 * Lists how strong an edge can be, the strongest first: `needed` to build; `to-install` what the build needs, whose dependencies
 * the chain builds, too; `alternative` if something else would do. Only the first kind must be respected.
 */
export const chainStrengths = ["needed", "to-install", "alternative"] as const;
type ChainStrength = (typeof chainStrengths)[number];

/** Says that one source package needs a package that another one of the chain builds. */
export interface ChainEdge {
  /** Names of source packages. */
  readonly from: string;
  readonly to: string;
  /** Its strongest relations, as they are written, with the packages that provide them. */
  readonly relations: readonly string[];
  readonly strength: ChainStrength;
}

/** A relation, and a package that satisfies it. */
interface Tie {
  readonly to: ChainBinary;
  readonly relation: string;
  readonly strength: ChainStrength;
}

/**
 * Returns which source packages need which others, by the packages and versions that they build and provide. Packages
 * that the archive has, too, are taken from the chain. What a package builds for itself is left out.
 */
export function chainGraph(sources: readonly ChainSource[], scope: BuildScope): ChainEdge[] {
  const answersOf = chainAnswers(sources, scope);

  /** Uses the first alternative that the chain has. Several packages that provide the same are alternatives. */
  const tiesOf = (group: ChainBinary["depends"][number], strength: ChainStrength): Tie[] => {
    const index = group.findIndex((relation) => answersOf(relation).length > 0);
    const relation = group[index];
    if (relation === undefined) return [];
    const answers = answersOf(relation);
    return answers.map((to) => ({
      to,
      relation: `${formatBuildRelation(relation)}${to.name === relation.name ? "" : ` (provided by ${to.name})`}`,
      strength: index === 0 && answers.length === 1 ? strength : "alternative",
    }));
  };

  return sources.flatMap((source) => {
    const isOther = ({ to }: Tie) => to.source.name !== source.name;
    const ties = buildNeeds(source, scope)
      .flatMap((group) => tiesOf(group, "needed"))
      .filter(isOther);
    const installed = new Set(ties.map(({ to }) => to));
    // The set grows while it is walked: each installed package adds those that it depends on.
    for (const { depends } of installed) {
      const brought = depends.flatMap((group) => tiesOf(group, "to-install")).filter(isOther);
      for (const { to } of brought) installed.add(to);
      ties.push(...brought);
    }
    return [...Map.groupBy(ties, ({ to }) => to.source.name)].map(([to, all]) => edge(source.name, to, all));
  });
}

function edge(from: string, to: string, ties: readonly Tie[]): ChainEdge {
  const strength = chainStrengths.find((one) => ties.some((tie) => tie.strength === one)) ?? "alternative";
  const strongest = ties.filter((tie) => tie.strength === strength);
  return { from, to, relations: [...new Set(strongest.map(({ relation }) => relation))], strength };
}
