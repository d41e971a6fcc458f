import { describe, expect, test } from "vitest";
import { lockPathOf } from "./lock-path.ts";

describe("lockPathOf", () => {
  test.each([
    ["minimal.yaml", "minimal.lock.json"],
    ["/srv/trees/minimal.yml", "/srv/trees/minimal.lock.json"],
    ["./a.b.yaml", "./a.b.lock.json"],
    ["trees.yaml/minimal.yaml", "trees.yaml/minimal.lock.json"],
  ])("the lock of %s is %s, next to it", (treefile, lock) => {
    expect(lockPathOf(treefile)).toBe(lock);
  });

  test("a treefile with another ending keeps its whole name", () => {
    expect(lockPathOf("trees/minimal")).toBe("trees/minimal.lock.json");
  });
});
