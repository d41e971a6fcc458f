import { expect, test } from "vitest";
import { rowsByCause, type WitnessRow, witnessTable, withTable } from "./witness-row.ts";

const row = (changes: Partial<WitnessRow>): WitnessRow => ({
  source: "jq",
  version: "1.7-1",
  packages: 2,
  equal: 1,
  differences: [],
  ...changes,
});
const toolchain = { place: "data.tar: ./usr/bin/jq", cause: "toolchain", evidence: "gcc 1 → 2" } as const;
const unknown = { place: "data.tar: ./usr/lib/x", cause: "unknown", evidence: "another content" } as const;
const environment = { ...unknown, cause: "environment" } as const;

test("the gravest cause of a source package counts", () => {
  const rows = [
    row({ equal: 2 }),
    row({ differences: [toolchain] }),
    row({ differences: [toolchain, unknown] }),
    row({ differences: [toolchain, unknown, environment] }),
    row({ failure: "it was not built" }),
  ];

  expect(rowsByCause(rows)).toEqual({ failed: 1, equal: 1, toolchain: 1, unknown: 1, environment: 1 });
});

test("the table says when it was made, and what differs by its causes", () => {
  const differences = [toolchain, { ...toolchain, place: "data.tar: ./usr/bin/b" }, unknown];
  const table = witnessTable([row({ differences, isReproducible: true })], {
    suite: "trixie",
    date: "2026-11-30",
  });

  expect(table).toContain("On 2026-11-30, 1 source packages of trixie");
  expect(table).toContain(
    "| jq 1.7-1 | 1 of 2 | toolchain: gcc 1 → 2 (`usr/bin/jq` and 1 more); unknown: another content (`usr/lib/x`); two builds here are equal |",
  );
});

test("a row without differences, or without a build, says so", () => {
  const table = witnessTable([row({ equal: 2 }), row({ failure: "not built: no room" })], {
    suite: "trixie",
    date: "2026-11-30",
  });

  expect(table).toContain("| jq 1.7-1 | 2 of 2 | nothing |\n| jq 1.7-1 | - | not built: no room |");
  expect(table).toContain("; 1 not compared.");
});

test("only what is between its comments is replaced in a page", () => {
  const page = "a\n<!-- witness: begin -->\nold\n<!-- witness: end -->\nb\n";

  expect(withTable(page, "new")).toBe("a\n<!-- witness: begin -->\nnew\n<!-- witness: end -->\nb\n");
  expect(() => withTable("a", "new")).toThrow("the page has no");
});
