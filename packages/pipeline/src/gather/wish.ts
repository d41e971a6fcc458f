import { debianSourceIds } from "@debootc/core/debian/debian-sources";
import type { LockRequest } from "@debootc/core/lock/lock";
import type { PackageUniverse } from "@debootc/core/lock/package-universe";
import type { WantedPackage } from "@debootc/core/lock/wanted-package";
import type { ResolvedTreefile } from "@debootc/core/treefile/resolved-treefile";

/** Describes what apt is asked for. */
export interface Wish {
  readonly wanted: readonly WantedPackage[];
  /** Names that must not be installed. */
  readonly excluded: readonly string[];
  /** Where the treefile excludes them. */
  readonly excludedAt: ResolvedTreefile["nameOrigins"]["excludePackages"];
  /** Where packages come from, for messages: `trixie for amd64`. */
  readonly place: string;
}

/** Combines the essential set and the treefile's packages. Only Debian's own indexes decide what is essential. */
export function wishOf(
  request: LockRequest,
  universe: PackageUniverse,
  { architecture, nameOrigins }: Pick<ResolvedTreefile, "architecture" | "nameOrigins">,
): Wish {
  const placed = (name: string) => {
    const origin = nameOrigins.packages[name];
    return origin === undefined ? {} : { origin };
  };
  const base = universe.parts.filter(({ sourceId }) => debianSourceIds.has(sourceId));
  const essential = new Set(base.flatMap(({ index }) => index.essential()));
  const local = (request.localPackages ?? []).map(({ name }) => name);
  const others = [...new Set([...request.packages, ...local])].filter((name) => !essential.has(name));
  return {
    wanted: [
      ...[...essential].sort().map((name) => ({ name, because: "essential" }) as const),
      ...others.map((name) => ({ name, because: "treefile", ...placed(name) }) as const),
    ],
    excluded: request.excludePackages,
    excludedAt: nameOrigins.excludePackages,
    place: `${request.suite} for ${architecture}`,
  };
}
