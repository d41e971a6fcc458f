import { pathInYaml } from "@debootc/core/text/printed-path";
import { isPassing } from "@debootc/core/var-policy/lasting-path";
import type { VarRule } from "@debootc/core/var-policy/var-rule";

/** Formats a rule for /var as a treefile has it, without a package of one version alone, such as that of a kernel. */
export function varRuleText({ path, class: fate, package: name }: VarRule): string {
  const ofPackage = name === undefined || isPassing(name) ? "" : `, package: ${name}`;
  return `- { path: ${pathInYaml(path)}, class: ${fate}${ofPackage} }`;
}

/** Formats rules for a hint, under their key. */
export function varRulesHint(rules: readonly string[]): string {
  return [
    "under var-policy, where the first rule that matches counts:",
    ...rules.map((rule) => `    ${rule}`),
  ].join("\n");
}
