import { expect, test } from "vitest";
import { withOwnReferences } from "./own-references.ts";

test("references to the same commit become references to a version, and nothing else changes", () => {
  const text = [
    "steps:",
    "  - uses: $/actions/setup",
    "  - name: x",
    "    uses: $/actions/compose/run",
    "  - uses: ./actions/setup",
    "  - run: echo $/actions/setup",
    "  - uses: actions/checkout@v5",
  ].join("\n");

  expect(withOwnReferences(text, "v1.2.3").split("\n")).toEqual([
    "steps:",
    "  - uses: debootc/compose/actions/setup@v1.2.3",
    "  - name: x",
    "    uses: debootc/compose/actions/compose/run@v1.2.3",
    "  - uses: ./actions/setup",
    "  - run: echo $/actions/setup",
    "  - uses: actions/checkout@v5",
  ]);
});
