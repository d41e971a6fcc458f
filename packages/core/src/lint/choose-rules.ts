import { DebootcError } from "../error/debootc-error.ts";
import { closestWord } from "../text/closest-word.ts";
import type { LintRule } from "./rules/lint-rule.ts";
import { lintRules } from "./rules.ts";

/** The rules but those to skip. Throws `usage` for names that no rule has. */
export function chooseRules(skip: readonly string[]): readonly LintRule[] {
  const names = lintRules.map(({ name }) => name);
  const unknown = skip.filter((name) => !names.includes(name));
  if (unknown.length === 0) return lintRules.filter(({ name }) => !skip.includes(name));
  const [first = ""] = unknown;
  const near = closestWord(first, names);
  throw new DebootcError("usage", `there is no rule ${unknown.join(", ")} to skip`, {
    hint:
      near === undefined
        ? "debootc lint --list shows all rules."
        : `Did you mean ${near}? debootc lint --list shows all rules.`,
  });
}
