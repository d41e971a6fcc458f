import { expect, test } from "vitest";
import { formatDiagnostic } from "./format-diagnostic.ts";

test("a full finding has its place first, then what to do, the line and the way that led there", () => {
  const text = formatDiagnostic({
    severity: "error",
    code: "treefile-invalid",
    message: '"trixi" is not a suite of Debian',
    file: "base.yaml",
    line: 3,
    column: 8,
    key: "suite",
    given: '"trixi"',
    allowed: "trixie, sid",
    hint: "Did you mean `trixie`?",
    excerpt: "   3 | suite: trixi\n     |        ^",
    includedFrom: ["top.yaml", "middle.yaml"],
  });

  expect(text).toBe(
    [
      'base.yaml:3:8: suite: "trixi" is not a suite of Debian',
      '  given "trixi"; allowed: trixie, sid',
      "  hint: Did you mean `trixie`?",
      "   3 | suite: trixi",
      "     |        ^",
      "  included from middle.yaml",
      "  included from top.yaml",
    ].join("\n"),
  );
});

test("what is not an error says so", () => {
  const warning = {
    severity: "warning",
    code: "x",
    message: "twice",
    file: "a.yaml",
    line: 1,
    column: 2,
  } as const;

  expect(formatDiagnostic(warning)).toBe("a.yaml:1:2: warning: twice");
});

test("a finding without a place is its message", () => {
  expect(formatDiagnostic({ severity: "error", code: "x", message: "no" })).toBe("no");
});
