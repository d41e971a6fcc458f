import type { LintRule } from "@debootc/core/lint/rules/lint-rule";
import type { Canvas } from "../../screen/screen.ts";
import { displayWidth, pad } from "../text/display-width.ts";
import { wrapText } from "../text/wrap-text.ts";

/** `lint --list`: one row a rule, and of whom it is. */
export function lintRuleList(
  rules: readonly (Pick<LintRule, "name" | "level" | "summary"> & { readonly ofBootc: boolean })[],
  { style, columns }: Canvas,
): string {
  const width = Math.max(...rules.map(({ name }) => displayWidth(name)));
  const section = (title: string, ofBootc: boolean) => [
    "",
    `  ${style.heading(title)}`,
    ...rules
      .filter((rule) => rule.ofBootc === ofBootc)
      .flatMap(({ name, level, summary }) => {
        const painted = level === "error" ? style.bad(pad(level, 7)) : style.warn(pad(level, 7));
        const room = columns - width - 15;
        const [first = "", ...rest] = room < 30 ? [summary] : wrapText(summary, room);
        return [
          `    ${pad(name, width)}  ${painted}  ${style.faint(first)}`,
          ...rest.map((line) => `${" ".repeat(width + 15)}${style.faint(line.trim())}`),
        ];
      }),
  ];
  return [...section("bootc's own checks", true), ...section("checks of debootc", false), "", ""].join("\n");
}
