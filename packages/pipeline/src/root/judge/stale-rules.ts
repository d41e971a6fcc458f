import type { Diagnostic } from "@debootc/core/error/diagnostic";
import type { Placed } from "@debootc/core/plan/root-plan";
import type { VarRule } from "@debootc/core/var-policy/var-rule";

/** The rules shipped with debootc, as a path for messages. */
const varRulesFile = "packages/pipeline/data/var-rules.yaml";

/** Reports rules whose package is installed and that match nothing; `own` are the treefile's. */
export function staleRules(
  stale: readonly VarRule[],
  own: readonly Placed<{ readonly rule: VarRule }>[],
): Diagnostic[] {
  return stale.map((rule) => {
    const origin = own.find((one) => one.rule === rule)?.origin ?? { file: varRulesFile };
    const message = `${rule.path} matches nothing, although the package ${rule.package} is installed`;
    return { severity: "error", code: "var-rule-stale", ...origin, message };
  });
}
