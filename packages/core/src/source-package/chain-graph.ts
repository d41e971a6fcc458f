import { formatBuildRelation } from "./build-relations.ts";
import { type BuildScope, buildNeeds } from "./build-needs.ts";
import { type ChainBinary, chainAnswers } from "./chain-answers.ts";
import type { ChainSource } from "./chain-source.ts";

/**
 * How much an order is wanted, the most first: `needed` to build; `to-install` what it needs, whose own dependencies
 * the chain builds, too; `alternative` where something else would do. Only the first must be kept.
 */
export const chainStrengths = ["needed", "to-install", "alternative"] as const;
type ChainStrength = (typeof chainStrengths)[number];

/** One source package needs what another one of the chain builds. */
export interface ChainEdge {
  /** Names of source packages. */
  readonly from: string;
  readonly to: string;
  /** The relations that ask for it most, as they are written, with what provides them. */
  readonly relations: readonly string[];
  readonly strength: ChainStrength;
}

/** A relation, and one that answers it. */
interface Tie {
  readonly to: ChainBinary;
  readonly relation: string;
  readonly strength: ChainStrength;
}

/**
 * Which source packages need which others, by the packages and versions that they build and provide: what the archive
 * could have, too, is taken from the chain. What a package builds for itself is left out.
 */
export function chainGraph(sources: readonly ChainSource[], scope: BuildScope): ChainEdge[] {
  const answersOf = chainAnswers(sources, scope);

  /** Of the first alternative that the chain has. Several that provide the same are alternatives of each other. */
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
    // The set grows while it is walked: what is installed brings what it depends on.
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
