import { DebootcError } from "@debootc/core/error/debootc-error";
import type { Reporter } from "@debootc/core/event/event";
import { explainUnknown } from "@debootc/core/lock/explain-unknown";
import type { PackageUniverse } from "@debootc/core/lock/package-universe";
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
  throw new DebootcError("dependency-unmet", [...reasons, ...found].join("\n"), {
    hint:
      elsewhere.size > 0
        ? `Add to \`components\`: ${[...new Set(elsewhere.values())].join(", ")}`
        : "Correct the names, or add the source that has these packages to `sources`.",
  });
}

/** Throws `dependency-unmet` when the essential set is to be left out. */
export function refuseExcludedEssential({ wanted, excluded }: Wish): void {
  const refused = wanted.filter(({ name, because }) => because === "essential" && excluded.includes(name));
  if (refused.length === 0) return;
  throw new DebootcError(
    "dependency-unmet",
    `exclude-packages names packages without which Debian does not work: ${refused.map(({ name }) => name).join(", ")}`,
    { hint: "They are marked `Essential: yes` and always installed. Take them out of `exclude-packages`." },
  );
}

export function reportUnknownExclusions(
  { excluded, place }: Wish,
  universe: PackageUniverse,
  report: Reporter,
): void {
  for (const name of excluded.filter((one) => universe.versionsOf(one).length === 0)) {
    const message = `exclude-packages names ${name}, and there is no such package in ${place}`;
    report({ type: "diagnostic", diagnostic: { severity: "warning", code: "exclusion-unknown", message } });
  }
}
