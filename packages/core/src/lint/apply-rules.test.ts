import { expect, test } from "vitest";
import { mergeLayers } from "../oci/merge-layers.ts";
import { applyRules } from "./apply-rules.ts";
import { DpkgDatabase } from "./subject/dpkg-database.ts";
import type { LintRule } from "./rules/lint-rule.ts";
import { LintTree } from "./subject/lint-tree.ts";

const tree = new LintTree(mergeLayers([]), { contentOf: () => undefined });
const subject = { tree, dpkg: new DpkgDatabase(tree), packagedModes: [], packagesRead: new Set<string>() };
const rule = (name: string, changes: Partial<LintRule>): LintRule => ({
  name,
  level: "warning",
  summary: "",
  why: "",
  remedy: "fix it",
  check: () => [],
  ...changes,
});

test("errors come first, with the rule's remedy if a finding has none of its own", () => {
  const mild = rule("mild", {
    check: () => [{ message: "a" }, { message: "b", level: "error", hint: "at once" }],
  });
  const grave = rule("grave", { level: "error", check: () => [{ path: "/c\n\udcff", message: "c" }] });

  expect(applyRules(subject, [mild, grave], ["other"])).toEqual({
    findings: [
      { rule: "mild", level: "error", message: "b", hint: "at once" },
      { rule: "grave", level: "error", path: "/c\\x0a\\xff", message: "c", hint: "fix it" },
      { rule: "mild", level: "warning", message: "a", hint: "fix it" },
    ],
    leftOut: [],
    errors: 2,
    warnings: 1,
    checked: ["mild", "grave"],
    skipped: ["other"],
  });
});

test("if there are very many findings, all are counted and the first are kept", () => {
  function* many() {
    for (let index = 0; index < 5000; index++) yield { message: `${index}` };
    yield { message: "last", level: "error" as const };
  }

  const { findings, leftOut, ...counts } = applyRules(subject, [rule("many", { check: many })], []);

  expect(findings).toHaveLength(1001);
  expect(leftOut).toEqual([{ rule: "many", level: "warning", count: 4000 }]);
  expect(counts).toMatchObject({ errors: 1, warnings: 5000 });
});

test("a rule that needs an image is skipped if there is none, and named", () => {
  const ofImages = rule("of-images", { onlyImages: true, check: () => [{ message: "x" }] });

  expect(applyRules(subject, [ofImages], [])).toMatchObject({
    findings: [],
    checked: [],
    skipped: ["of-images"],
  });
});
