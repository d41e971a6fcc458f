import type { ClosureMode } from "../../debian/closure-mode.ts";
import type { Diagnostic } from "../../error/diagnostic.ts";
import { DebootcError } from "../../error/debootc-error.ts";
import { describe, expect, test } from "vitest";
import { lockedOf } from "../lock-section.fixture.ts";
import { universeOf } from "../universe.fixture.ts";
import { checkClosure } from "./check-closure.ts";
import { membersOfIndex } from "./members-of-index.ts";
import { stanzasOfLocked } from "./stanzas-of-locked.ts";

const broken = "Package: b\nVersion: 2\nDepends: c (>= 1)\n\nPackage: a\nVersion: 1\nConflicts: b\n\n";
const recommending = "Package: a\nVersion: 1\nRecommends: x | y\n";

function check(index: string, mode: ClosureMode, excluded: readonly string[] = []): Diagnostic[] {
  const told: Diagnostic[] = [];
  checkClosure(membersOfIndex(index), { mode, recommends: true, excluded }, (report) => {
    if (report.type === "diagnostic") told.push(report.diagnostic);
  });
  return told;
}

const messages = [
  "a 1 has Conflicts: b, but b 2 is in the set",
  "b 2 has Depends: c (>= 1), but c is not in the set, and nothing provides it",
];

describe("relations that do not hold", () => {
  test("are nobody's business when the check is off", () => {
    expect(check(broken, "off")).toEqual([]);
  });

  test("are warnings when it is lenient, in the order of the packages", () => {
    const told = check(broken, "lenient");

    expect(told.map(({ severity, message }) => [severity, message])).toEqual(
      messages.map((message) => ["warning", message]),
    );
  });

  test("refuse the packages when it is fatal", () => {
    let refusal: unknown;
    try {
      check(broken, "fatal");
    } catch (error) {
      refusal = error;
    }

    expect(refusal).toBeInstanceOf(DebootcError);
    const { code, message, diagnostics } = refusal as DebootcError;
    expect([code, message]).toEqual([
      "dependency-unmet",
      "the packages do not go together: 2 relations between them do not hold",
    ]);
    expect(diagnostics?.map((one) => [one.severity, one.message])).toEqual(
      messages.map((text) => ["error", text]),
    );
  });
});

describe("a recommended package that is missing", () => {
  test("is only told, even when the check is fatal", () => {
    expect(check(recommending, "fatal")).toEqual([
      {
        severity: "notice",
        code: "recommendation-unmet",
        message: "recommended packages are not in the set: x | y (by a)",
      },
    ]);
  });

  test("is not told if it was left out on purpose", () => {
    expect(check(recommending, "lenient", ["x", "y"])).toEqual([]);
    expect(check(recommending, "lenient", ["x"])).toHaveLength(1);
  });

  test("many are counted", () => {
    const many = Array.from({ length: 12 }, (_, index) => `r${index}`).join(", ");

    expect(check(`Package: a\nVersion: 1\nRecommends: ${many}\n`, "lenient")[0]?.message).toMatch(
      /r9 \(by a\) and 2 more$/,
    );
  });
});

test("text of a package acts on no terminal", () => {
  const [told] = check("Package: a\nVersion: 1\nDepends: \u001b[31mred\n", "lenient");

  expect(told?.message).toMatch(/^a 1 has Depends: \\u001b, but \\u001b is not/);
});

test("locked packages are found in the indexes by their digest", () => {
  const hex = "ab".repeat(32);
  const universe = universeOf({
    trixie: ["a 1; SHA256: other", `a 1; SHA256: ${hex.toUpperCase()}; Tag: right`],
  });
  const locked = lockedOf("a", "1", { sha256: `sha256:${hex}` });

  const [found, ...others] = stanzasOfLocked([locked, lockedOf("b", "1")], universe);

  expect(found?.stanza).toContain("Tag: right");
  expect(others).toEqual([]);
});
