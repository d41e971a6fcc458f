import { printableName } from "../tar/escaped-name.ts";
import type { LintFinding, LintOutcome } from "./lint-report.ts";
import { lintLevels, type LintRule } from "./rules/lint-rule.ts";
import type { LintSubject } from "./subject/lint-subject.ts";

/** More of one rule and level is one cause many times; the report says how many were left out. */
const keptOfRule = 1000;

/** Applies rules to a subject. What asks for an image is skipped where there is none. */
export function applyRules(
  subject: LintSubject,
  rules: readonly LintRule[],
  skipped: readonly string[],
): Omit<LintOutcome, "unread"> {
  const applied = rules.filter(({ onlyImages }) => !onlyImages || subject.image !== undefined);
  const found = applied.map((rule) => ({ rule: rule.name, ...findingsOf(rule, subject) }));
  const findings = found.flatMap((one) => one.findings);
  const ofLevel = (level: LintFinding["level"]) => findings.filter((finding) => finding.level === level);
  const count = (level: LintFinding["level"]) => found.reduce((sum, { counts }) => sum + counts[level], 0);
  return {
    findings: [...ofLevel("error"), ...ofLevel("warning")],
    leftOut: found.flatMap(({ rule, findings: kept, counts }) =>
      lintLevels.flatMap((level) => {
        const left = counts[level] - kept.filter((finding) => finding.level === level).length;
        return left === 0 ? [] : [{ rule, level, count: left }];
      }),
    ),
    errors: count("error"),
    warnings: count("warning"),
    checked: applied.map(({ name }) => name),
    skipped: [...skipped, ...rules.filter((rule) => !applied.includes(rule)).map(({ name }) => name)],
  };
}

function findingsOf(rule: LintRule, subject: LintSubject) {
  const findings: LintFinding[] = [];
  const counts = { error: 0, warning: 0 };
  for (const { path, message, hint = rule.remedy, level = rule.level } of rule.check(subject)) {
    counts[level] += 1;
    if (counts[level] > keptOfRule) continue;
    findings.push({
      rule: rule.name,
      level,
      ...(path === undefined ? {} : { path: printableName(path) }),
      message: printableName(message),
      hint,
    });
  }
  return { findings, counts };
}
