import type { ClosureMode } from "../../debian/closure-mode.ts";
import { parseRelations } from "../../deb822/relations.ts";
import { DebootcError } from "../../error/debootc-error.ts";
import type { Diagnostic } from "../../error/diagnostic.ts";
import type { Reporter } from "../../event/event.ts";
import { countOf } from "../../text/amount.ts";
import { printable } from "../../text/printable.ts";
import { type ClosureFault, closureFaults } from "./closure-faults.ts";
import type { ClosureMember } from "./closure-member.ts";

/** Says how relations between packages are judged. */
export interface ClosureCheck {
  readonly mode: ClosureMode;
  /** Whether recommended packages are wanted too. */
  readonly recommends: boolean;
  /** Names that are left out on purpose, so that nobody has to be told. */
  readonly excluded: readonly string[];
}

/** The most packages that the notice about recommended ones names. */
const namedRecommendations = 10;

/**
 * Checks that every relation between the packages of a set holds within it, and explains each that does not: as a warning, or
 * in `dependency-unmet`, which it throws if the mode is `fatal`. A recommended package may be missing; that is a notice.
 */
export function checkClosure(
  members: readonly ClosureMember[],
  { mode, recommends, excluded }: ClosureCheck,
  report: Reporter,
): void {
  if (mode === "off") return;
  const sorted = members.toSorted((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));
  const found = closureFaults(sorted, { recommends });
  const faults = found.filter((one) => !isRecommendation(one));
  const recommended = found.filter((one) => isRecommendation(one) && !isExcluded(one, excluded));
  if (recommended.length > 0) report({ type: "diagnostic", diagnostic: noticeOf(recommended) });
  const severity = mode === "fatal" ? "error" : "warning";
  const diagnostics = faults.map(
    (fault): Diagnostic => ({
      severity,
      code: "dependency-unmet",
      key: "closure-check",
      message: explain(fault),
    }),
  );
  if (mode === "fatal" && faults.length > 0) {
    throw new DebootcError(
      "dependency-unmet",
      `the packages do not go together: ${countOf(faults.length, "relation")} between them ${faults.length === 1 ? "does" : "do"} not hold`,
      {
        diagnostics,
        hint: "Let apt choose the packages anew with `debootc lock`; `closure-check: lenient` in the treefile only warns.",
      },
    );
  }
  for (const diagnostic of diagnostics) report({ type: "diagnostic", diagnostic });
}

function isRecommendation({ field }: ClosureFault): boolean {
  return field === "Recommends";
}

function isExcluded({ relation }: ClosureFault, excluded: readonly string[]): boolean {
  return parseRelations(relation)
    .flat()
    .every(({ name }) => excluded.includes(name));
}

function explain({ name, version, field, relation, nearest }: ClosureFault): string {
  return printable(`${name} ${version} has ${field}: ${relation}, but ${nearest}`);
}

function noticeOf(faults: readonly ClosureFault[]): Diagnostic {
  const words = faults.map(({ name, relation }) => `${relation} (by ${name})`);
  const rest = words.length - namedRecommendations;
  const listed = words.slice(0, namedRecommendations).join(", ");
  const message = `recommended packages are not in the set: ${listed}${rest > 0 ? ` and ${rest} more` : ""}`;
  return { severity: "notice", code: "recommendation-unmet", message: printable(message) };
}
