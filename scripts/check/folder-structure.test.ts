import { describe, expect, test } from "vitest";
import { findCrowds, findKnots, importsIn } from "./folder-structure.ts";

describe("imports of a file", () => {
  test("are those of its own package, static, dynamic and of types", () => {
    const text = `import { a } from "./a.ts";
import type { B } from "../b/b.ts";
import { core } from "@debootc/core/text/quoted";
const c = await import("../c/c.ts");
export { d } from "./inner/d.ts";`;

    expect(importsIn("cli/src/door/x.ts", text)).toEqual([
      "cli/src/door/a.ts",
      "cli/src/b/b.ts",
      "cli/src/c/c.ts",
      "cli/src/door/inner/d.ts",
    ]);
  });
});

describe("folders", () => {
  test("may import in one direction", () => {
    expect(
      findKnots([
        { path: "p/a/one.ts", imports: ["p/b/two.ts", "p/c/three.ts"] },
        { path: "p/b/two.ts", imports: ["p/c/three.ts"] },
      ]),
    ).toEqual([]);
  });

  test("that import each other are named once, with the imports that do it", () => {
    const complaints = findKnots([
      { path: "p/a/one.ts", imports: ["p/b/two.ts"] },
      { path: "p/b/other.ts", imports: ["p/a/else.ts"] },
    ]);

    expect(complaints).toHaveLength(1);
    expect(complaints[0]).toContain("p/a/one.ts -> p/b/two.ts");
    expect(complaints[0]).toContain("p/b/other.ts -> p/a/else.ts");
  });

  test("are found in a circle of three, also between a folder and one inside it", () => {
    const [complaint] = findKnots([
      { path: "p/a/one.ts", imports: ["p/a/inner/two.ts"] },
      { path: "p/a/inner/two.ts", imports: ["p/b/three.ts"] },
      { path: "p/b/three.ts", imports: ["p/a/four.ts"] },
    ]);

    expect(complaint).toContain("p/a -> p/a/inner -> p/b -> p/a");
  });

  test("are taken with all that is below them: two rooms that use each other's inner rooms are found", () => {
    const complaints = findKnots([
      { path: "p/a/inner/one.ts", imports: ["p/b/two.ts"] },
      { path: "p/b/two.ts", imports: ["p/a/other/three.ts"] },
    ]);

    expect(complaints).toEqual([expect.stringContaining("p/a -> p/b -> p/a")]);
  });

  test("hold at most thirty source files", () => {
    const files = Array.from({ length: 31 }, (_, index) => `p/a/${index}.ts`);

    expect(findCrowds(files)).toEqual([expect.stringContaining("p/a: 31 source files")]);
    expect(findCrowds(files.slice(1))).toEqual([]);
  });
});
