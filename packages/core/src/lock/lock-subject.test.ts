import { expect, test } from "vitest";
import { treefileToLock, variantToLock } from "./lock-subject.ts";

test("a treefile is named by its name, and locked by its path", () => {
  expect(treefileToLock("trees/minimal.yaml")).toEqual({
    title: "the treefile minimal",
    words: "trees/minimal.yaml",
    path: "trees/minimal.lock.json",
  });
});

test("a variant is named by its id, and locked by its compose file", () => {
  expect(variantToLock("compose.yaml", "server")).toEqual({
    title: "the variant server",
    words: "compose.yaml --variant server",
    path: "compose.server.lock.json",
  });
});

test("a path that a shell would split is quoted in the command that makes the lock", () => {
  expect(treefileToLock("my system.yaml").words).toBe("'my system.yaml'");
  expect(variantToLock("my systems.yaml", "server").words).toBe("'my systems.yaml' --variant server");
});
