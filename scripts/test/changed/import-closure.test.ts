import { describe, expect, test } from "vitest";
import { importClosure, importGraph, importsOf } from "./import-closure.ts";

describe("what a source file imports", () => {
  test("is what it imports, hands on or loads later, of this repository", () => {
    const text = [
      'import { run } from "@debootc/tools/run";',
      'import { readFile } from "node:fs/promises";',
      "import {",
      "  one,",
      "  two,",
      '} from "../other/both.ts";',
      'export { three } from "./three.ts";',
      'const load = async () => (await import("./later.ts")).later;',
      'const program = join(import.meta.dirname, "process/main.ts");',
    ].join("\n");

    expect(importsOf("packages/x/src/here/file.ts", text).toSorted()).toEqual([
      "packages/tools/src/run.ts",
      "packages/x/src/here/later.ts",
      "packages/x/src/here/process/main.ts",
      "packages/x/src/here/three.ts",
      "packages/x/src/other/both.ts",
    ]);
  });

  test("is not what it has only types of", () => {
    expect(importsOf("a.ts", 'import type { A } from "./types.ts";\n')).toEqual([]);
  });
});

test("a closure goes on to the end, through circles, but not beyond what is closed", () => {
  const graph = importGraph(
    new Map([
      ["a.ts", 'import "./b.ts";\n'],
      ["b.ts", 'import "./a.ts";\nimport "./table.ts";\n'],
      ["table.ts", 'import "./c.ts";\n'],
      ["c.ts", ""],
      ["notes.md", 'import "./a.ts";'],
    ]),
  );

  expect([...importClosure(graph, ["a.ts"], new Set())]).toEqual(["a.ts", "b.ts", "table.ts", "c.ts"]);
  expect([...importClosure(graph, ["a.ts"], new Set(["table.ts"]))]).toEqual(["a.ts", "b.ts", "table.ts"]);
});
