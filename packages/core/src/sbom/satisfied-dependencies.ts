import { provideAccepts, type Relation, relationAccepts } from "../deb822/relations.ts";
import type { DescribedPackage } from "../dpkg/described-package.ts";
import { byText, packageKey } from "./sbom.ts";

/** Several times as many as any package of Debian has in a field; a hostile one could keep a processor busy for hours. */
const relationLimit = 2000;

/** Returns which installed packages satisfy what a package depends on, by `packageKey`, sorted. */
export type FindDependencies = (dependent: DescribedPackage) => readonly string[];

/**
 * Indexes what is installed. Of alternatives the first counts that is installed, and a package of that name before those
 * that provide it.
 */
export function satisfiedDependencies(installed: readonly DescribedPackage[]): FindDependencies {
  const named = Map.groupBy(installed, ({ name }) => name);
  const provided = Map.groupBy(
    installed.flatMap((provider) =>
      provider.provides.slice(0, relationLimit).map((relation) => ({ provider, relation })),
    ),
    ({ relation }) => relation.name,
  );

  const satisfying = (
    relation: Relation,
    { architecture }: DescribedPackage,
  ): readonly DescribedPackage[] => {
    const real = (named.get(relation.name) ?? []).filter(({ version }) => relationAccepts(relation, version));
    if (real.length > 0) return nearest(real, architecture);
    const providers = (provided.get(relation.name) ?? []).filter((one) =>
      provideAccepts(relation, one.relation),
    );
    return providers.map(({ provider }) => provider);
  };

  return (dependent) => {
    const own = packageKey(dependent);
    const found = dependent.depends.slice(0, relationLimit).flatMap((alternatives) => {
      for (const relation of alternatives) {
        const packages = satisfying(relation, dependent);
        if (packages.length > 0) return packages.map(packageKey);
      }
      return [];
    });
    return [...new Set(found)].filter((key) => key !== own).sort(byText);
  };
}

/** Returns those of the dependent's own architecture or of all; without one, as of a tool for another machine, any. */
function nearest(packages: readonly DescribedPackage[], architecture: string): readonly DescribedPackage[] {
  const near = packages.filter((one) => one.architecture === architecture || one.architecture === "all");
  return near.length > 0 ? near : packages;
}
