import { DebootcError } from "@debootc/core/error/debootc-error";
import type { Diagnostic } from "@debootc/core/error/diagnostic";
import type { Reporter } from "@debootc/core/event/event";
import { explainUnknown } from "@debootc/core/lock/explain-unknown";
import type { PackageUniverse } from "@debootc/core/lock/package-universe";
import type { UnmetWish } from "@debootc/core/lock/wanted-package";
import type { Wish } from "./wish.ts";

/** In which other component of the archive names are, by name. */
type FindElsewhere = () => Promise<ReadonlyMap<string, string>>;

/** Throws `dependency-unmet` for names that do not exist; apt would take some of them for patterns. */
export async function refuseUnknown(
  { wanted, place }: Wish,
  universe: PackageUniverse,
  findElsewhere: FindElsewhere,
): Promise<void> {
  const reasons = explainUnknown(wanted, universe, place);
  if (reasons.length === 0) return;
  const elsewhere = await findElsewhere();
  const found = [...elsewhere].map(([name, component]) => `${name} is in the component ${component}`);
  const message = [`packages cannot be found in ${place}`, ...found].join("\n");
  throw new DebootcError("dependency-unmet", message, {
    diagnostics: reasons.map(unmetDiagnostic),
    hint:
      elsewhere.size > 0
        ? `Add to \`components\`: ${[...new Set(elsewhere.values())].join(", ")}`
        : "Correct the names, or add the source that has these packages to `sources`.",
  });
}

/** A wish that cannot be met, at its place in the treefile. */
export function unmetDiagnostic({ message, origin }: UnmetWish): Diagnostic {
  return { severity: "error", code: "dependency-unmet", ...origin, key: "packages", message };
}

/** Throws `dependency-unmet` when the essential set is to be left out. */
export function refuseExcludedEssential({ wanted, excluded, excludedAt }: Wish): void {
  const refused = wanted.filter(({ name, because }) => because === "essential" && excluded.includes(name));
  if (refused.length === 0) return;
  throw new DebootcError(
    "dependency-unmet",
    `exclude-packages names packages without which Debian does not work: ${refused.map(({ name }) => name).join(", ")}`,
    {
      diagnostics: refused.map(({ name }) => ({
        severity: "error",
        code: "dependency-unmet",
        ...excludedAt[name],
        key: "exclude-packages",
        message: `${name} is essential`,
      })),
      hint: "They are marked `Essential: yes` and always installed. Take them out of `exclude-packages`.",
    },
  );
}

export function reportUnknownExclusions(
  { excluded, excludedAt, place }: Wish,
  universe: PackageUniverse,
  report: Reporter,
): void {
  for (const name of excluded.filter((one) => universe.versionsOf(one).length === 0)) {
    const message = `exclude-packages names ${name}, and there is no such package in ${place}`;
    const key = "exclude-packages";
    const diagnostic = {
      severity: "warning",
      code: "exclusion-unknown",
      ...excludedAt[name],
      key,
      message,
    } as const;
    report({ type: "diagnostic", diagnostic });
  }
}
