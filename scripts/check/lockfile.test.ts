import { describe, expect, test } from "vitest";
import { staleDependencies } from "./lockfile.ts";

describe("lockfile", () => {
  test("equal dependencies are fine", () => {
    expect(
      staleDependencies("package.json", { dependencies: { a: "1" } }, { dependencies: { a: "1" } }),
    ).toEqual([]);
  });

  test("a dependency that was added, changed or removed without the lockfile is named", () => {
    const asked = { dependencies: { added: "1", changed: "2" } };
    const locked = { dependencies: { changed: "1", removed: "1" } };

    expect(staleDependencies("package.json", asked, locked)).toEqual([
      expect.stringContaining("added is 1, but unknown"),
      expect.stringContaining("changed is 2, but 1"),
      expect.stringContaining("removed is not wanted, but 1"),
    ]);
  });
});
