import type { LintFinding, LintReport } from "@debootc/core/lint/lint-report";
import { lintStatus } from "@debootc/core/lint/lint-status";
import type { Canvas } from "../../screen/screen.ts";
import { countOf } from "@debootc/core/text/amount";
import { shortPath } from "../text/short-path.ts";
import { wrapText } from "../text/wrap-text.ts";

/** More of one rule is mostly one cause many times. */
const shownOfRule = 5;

interface Options {
  readonly noTruncate: boolean;
  readonly fatalWarnings: boolean;
}

/** The answer of `lint`: findings by severity and rule, each rule with its remedy, and what it comes to. */
export function lintSummary(report: LintReport, options: Options, canvas: Canvas): string {
  const { style, glyphs } = canvas;
  const errors = group("Errors", style.bad, "error", report, options, canvas);
  const warnings = group("Warnings", style.warn, "warning", report, options, canvas);
  const notes = report.unread.map((path) => `  ${style.faint(`not read, for its size: ${path}`)}`);
  const sign = lintStatus(report, options) > 0 ? style.bad(glyphs.failed) : style.good(glyphs.done);
  return [
    ...errors,
    ...warnings,
    ...(notes.length === 0 ? [] : ["", ...notes]),
    "",
    `  ${sign} ${verdict(report, canvas)}`,
    "",
    "",
  ].join("\n");
}

function group(
  title: string,
  paint: (text: string) => string,
  level: LintFinding["level"],
  { findings, leftOut }: LintReport,
  options: Options,
  canvas: Canvas,
): string[] {
  const ofLevel = findings.filter((finding) => finding.level === level);
  if (ofLevel.length === 0) return [];
  const rules = [...Map.groupBy(ofLevel, ({ rule }) => rule)];
  return [
    "",
    `  ${canvas.style.heading(title)}`,
    ...rules.flatMap(([rule, ofRule]) => {
      const left = leftOut.find((one) => one.rule === rule && one.level === level)?.count ?? 0;
      return ruleRows(rule, ofRule, left, paint, options, canvas);
    }),
  ];
}

function ruleRows(
  rule: string,
  findings: readonly LintFinding[],
  leftOut: number,
  paint: (text: string) => string,
  { noTruncate }: Options,
  { style, columns }: Canvas,
): string[] {
  const shown = noTruncate ? findings : findings.slice(0, shownOfRule);
  const more = findings.length - shown.length + leftOut;
  const hints = new Set(shown.map(({ hint }) => hint));
  const block = (text: string, indent: string) =>
    wrapText(text, columns - indent.length).map((line) => indent + line);
  return [
    `    ${paint(rule)}`,
    ...shown.flatMap(({ path, message }) =>
      block(path === undefined ? message : `${path} ${message}`, "      "),
    ),
    ...(more === 0
      ? []
      : [`      ${style.faint(`... and ${more} more${noTruncate ? "" : ": --no-truncate"}`)}`]),
    ...[...hints].flatMap((hint) => block(hint, "      ").map((line) => style.accent(line))),
  ];
}

function verdict({ subject, errors, warnings, checked }: LintReport, { style, directory }: Canvas): string {
  const { composeId, path, tag } = subject;
  const name = style.heading(
    composeId ?? `${shortPath(path, directory)}${tag === undefined ? "" : `:${tag}`}`,
  );
  const rules = style.faint(`${checked.length} rules applied`);
  if (errors + warnings === 0) return `${name}: nothing found, ${rules}`;
  return `${name}: ${countOf(errors, "error")}, ${countOf(warnings, "warning")}, ${rules}`;
}
