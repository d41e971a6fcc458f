import { describe, expect, test } from "vitest";
import { findFragments } from "./docstrings.ts";

const exported = "export function place(): void {}\n";

describe("the docstring of an export", () => {
  test.each(["/** Returns the place of a value. */", "/**\n * Holds what a run needs.\n * More.\n */"])(
    "%j is a sentence",
    (comment) => {
      expect(findFragments("a.ts", `${comment}\n${exported}`)).toEqual([]);
    },
  );

  test.each([
    "/** The place of a value. */",
    "/** What of a value is right. */",
    "/** Files of a package. */",
  ])("%j is a fragment, reported with file, line and name", (comment) => {
    expect(findFragments("a.ts", `import "./b.ts";\n\n${comment}\n${exported}`)).toEqual([
      expect.stringMatching(/^a[.]ts:3: docstring of place begins with/),
    ]);
  });

  test("ends", () => {
    expect(findFragments("a.ts", `/** Returns the place */\n${exported}`)).toEqual([
      expect.stringContaining("full stop"),
    ]);
  });

  test("may be a fragment where it is a field's, or of what is not exported", () => {
    const text =
      "export interface A {\n  /** Absolute. */\n  readonly path: string;\n}\n/** Its rows. */\nfunction rows() {}\n";

    expect(findFragments("a.ts", text)).toEqual([]);
  });
});
