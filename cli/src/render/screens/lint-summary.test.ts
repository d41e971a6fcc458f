import type { LintFinding, LintReport } from "@debootc/core/lint/lint-report";
import { describe, expect, test } from "vitest";
import { glyphsFor } from "../../screen/glyphs.ts";
import { createStyle } from "../../screen/style.ts";
import { lintSummary } from "./lint-summary.ts";

const canvas = { columns: 80, style: createStyle(false), glyphs: glyphsFor(true), directory: "/home/a" };
const show = (changes: Partial<LintReport>, options = {}) =>
  lintSummary(
    {
      subject: { kind: "image", name: "image", path: "/home/a/image" },
      findings: [],
      leftOut: [],
      errors: 0,
      warnings: 0,
      checked: ["kernel-missing", "var-log"],
      skipped: [],
      unread: [],
      ...changes,
    },
    { noTruncate: false, fatalWarnings: false, ...options },
    canvas,
  );

const log = (number: number): LintFinding => ({
  rule: "var-log",
  level: "warning",
  path: `/var/log/${number}`,
  message: "is a log",
  hint: "Remove logs.",
});
const kernel: LintFinding = {
  rule: "kernel-missing",
  level: "error",
  path: "/usr/lib/modules",
  message: "has no kernel",
  hint: "Install one.",
};

describe("lintSummary", () => {
  test("findings stand by severity and rule, each rule with its remedy once", () => {
    expect(show({ findings: [kernel, log(1), log(2)], errors: 1, warnings: 2 })).toBe(`
  Errors
    kernel-missing
      /usr/lib/modules has no kernel
      Install one.

  Warnings
    var-log
      /var/log/1 is a log
      /var/log/2 is a log
      Remove logs.

  ✖ image: 1 error, 2 warnings, 2 rules applied

`);
  });

  const many = { findings: Array.from({ length: 8 }, (_, index) => log(index)), warnings: 18 };

  test("of many findings of one rule the first are shown, and how many there are more", () => {
    const text = show({ ...many, leftOut: [{ rule: "var-log", level: "warning", count: 10 }] });

    expect(text.match(/is a log/g)).toHaveLength(5);
    expect(text).toContain("... and 13 more: --no-truncate");
  });

  test("with --no-truncate all that the report holds are shown", () => {
    const text = show(
      { ...many, leftOut: [{ rule: "var-log", level: "warning", count: 10 }] },
      { noTruncate: true },
    );

    expect(text.match(/is a log/g)).toHaveLength(8);
    expect(text).toContain("... and 10 more\n");
  });

  test("warnings alone are no failure, unless they are to be", () => {
    expect(show({ findings: [log(1)], warnings: 1 })).toContain("✔ image: 0 errors, 1 warning");
    expect(show({ findings: [log(1)], warnings: 1 }, { fatalWarnings: true })).toContain("✖ image");
  });

  test("a file that was too large to be read is named", () => {
    expect(show({ unread: ["/etc/machine-id"] })).toContain("not read, for its size: /etc/machine-id");
  });
});
