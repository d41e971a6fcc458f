import { backportsId, debianSourceIds } from "@debootc/core/debian/debian-sources";
import { isOwnSource } from "@debootc/core/debian/own-source";
import type { Pin } from "@debootc/core/debian/pin";
import type { PackageUniverse } from "@debootc/core/lock/package-universe";
import type { BuildTarget } from "@debootc/core/mock-build/build-target";
import type { ChrootConfiguration } from "@debootc/core/mock-build/chroot/chroot-configuration";
import { completingPins, offersElsewhere } from "@debootc/core/mock-build/completing-pins";
import { type BuildRelationGroup, readableRelations } from "@debootc/core/source-package/build-relations";
import type { SourcePackage } from "@debootc/core/source-package/source-package";

/** Describes relations and the build that they are for. */
interface AskedRelations {
  readonly relations: SourcePackage["relations"];
  readonly target: Pick<BuildTarget, "hostArchitecture" | "profiles">;
  /** Alternatives that do not count. */
  readonly dropped?: readonly string[];
}

/**
 * Lets apt choose from the suite with the pins of the chroot. If the suite cannot meet the relations, it chooses again with
 * what the sources that complete the suite have of them.
 */
export async function solveCompleting<Solution extends { readonly kind: string }>(
  solve: (pins: readonly Pin[]) => Promise<Solution>,
  { pins = [], dependenciesFrom = [] }: Pick<ChrootConfiguration, "pins" | "dependenciesFrom">,
  groups: readonly BuildRelationGroup[],
  universe: PackageUniverse,
): Promise<Solution> {
  const solution = await solve(pins);
  if (solution.kind !== "unmet") return solution;
  const more = completingPins(groups, universe, dependenciesFrom);
  return more.length === 0 ? solution : solve([...pins, ...more]);
}

/** Reads the relations that apply to a build. */
export function groupsOf({
  relations: { buildDepends = "", buildDependsArch = "", buildDependsIndep = "" },
  target,
}: AskedRelations): BuildRelationGroup[] {
  const scope = { architecture: target.hostArchitecture, profiles: target.profiles };
  return [buildDepends, buildDependsArch, buildDependsIndep].flatMap((field) =>
    readableRelations(field, scope),
  );
}

/** Says what to do about relations that cannot be met: which source has what is missing, and which alternatives do not count. */
export function unmetHint(
  wish: AskedRelations,
  { sources, dependenciesFrom = [] }: Pick<ChrootConfiguration, "sources" | "dependenciesFrom">,
  universe: PackageUniverse,
): string {
  const others = sources
    .map(({ id }) => id)
    // apt takes nothing from backports by itself.
    .filter((id) => id === backportsId || !debianSourceIds.has(id))
    .filter((id) => !isOwnSource(id) && !dependenciesFrom.includes(id));
  const offers = offersElsewhere(groupsOf(wish), universe, others);
  const { dropped = [] } = wish;
  return [
    ...(offers.length === 0
      ? ["Add a source that has what is missing, or build for another suite."]
      : [
          `${offers.map(({ name, version, part }) => `${part.sourceId} has ${name} ${version}`).join(", ")}: write \`dependencies-from: [${[...new Set(offers.map(({ part }) => part.sourceId))].join(", ")}]\` into the configuration of the chroot.`,
        ]),
    ...(dropped.length === 0
      ? []
      : [`Only the first alternative counts; --alternatives all also allows ${dropped.join(", ")}.`]),
  ].join(" ");
}
