import { describe, expect, test } from "vitest";
import { loadHubFile } from "./load-hub-file.ts";
import { maySteer } from "./may-steer.ts";
import { leadsToRelease } from "./run-plan-of.ts";
import { type TriggerCause, triggeredBy } from "./triggered-by.ts";

const load = (text: string) => loadHubFile(Buffer.from(text));
const verdict = (text: string, cause: Partial<TriggerCause>) =>
  triggeredBy(load(text), { kind: "push", ref: "refs/heads/main", defaultBranch: "main", ...cause });
const run = { kind: "run" };

describe("what leads to a run", () => {
  test("is a push to the default branch and a pull request for it, if the file says nothing", () => {
    expect(verdict("", {})).toEqual(run);
    expect(verdict("", { ref: "refs/heads/other" })).toEqual({
      kind: "skip",
      why: "`on.push.branches` does not match other: main",
    });
    expect(verdict("", { kind: "pull_request", ref: "refs/pull/1/head", baseBranch: "main" })).toEqual(run);
    expect(verdict("", { kind: "pull_request", ref: "refs/pull/1/head", baseBranch: "x" }).kind).toBe("skip");
    expect(verdict("", { kind: "tag", ref: "refs/tags/v1" }).kind).toBe("skip");
  });

  test("is only what `on` names, once it is there", () => {
    expect(verdict("on: {tags: v*}", {}).kind).toBe("skip");
    expect(verdict("on: {tags: v*}", { kind: "tag", ref: "refs/tags/v1.2" })).toEqual(run);
    expect(verdict("on: {tags: v*}", { kind: "pull_request" }).kind).toBe("skip");
  });

  test("is not a branch that a pattern with `!` excludes", () => {
    const on = "on: {push: {branches: ['release/*', '!release/old*']}}";
    expect(verdict(on, { ref: "refs/heads/release/1" })).toEqual(run);
    expect(verdict(on, { ref: "refs/heads/release/old-1" }).kind).toBe("skip");
  });

  test("is an update of locks wherever a push is, whatever its paths", () => {
    const kind = "archive" as const;
    expect(verdict("on: {push: {paths: [treefiles/*.yaml]}}", { kind })).toEqual(run);
    expect(verdict("on: {push: {branches: next}}", { kind }).kind).toBe("skip");
    expect(verdict("on: {tags: v*}", { kind }).kind).toBe("skip");
  });

  test("depends on the paths only where there are patterns of them, and all unknown paths count", () => {
    const on = "on: {push: {paths: [treefiles/*, '!*.md']}}";
    expect(verdict(on, {})).toEqual({ kind: "needs-paths" });
    expect(verdict(on, { changedPaths: ["treefiles/a/b.yaml"] })).toEqual(run);
    expect(verdict(on, { changedPaths: ["treefiles/README.md", "x"] }).kind).toBe("skip");
    expect(verdict(on, { changedPaths: "unknown" })).toEqual(run);
  });

  test("is a comment unless the file forbids it", () => {
    expect(verdict("on: {push: {}}", { kind: "comment" })).toEqual(run);
    expect(verdict("on: {comment: false}", { kind: "comment" }).kind).toBe("skip");
  });
});

test("a release comes from the tags and branches that are named, never from a pull request", () => {
  const file = load("release: {tags: v*, branches: stable/*}");
  expect(leadsToRelease(file, "tag", "refs/tags/v1")).toBe(true);
  expect(leadsToRelease(file, "tag", "refs/tags/w1")).toBe(false);
  expect(leadsToRelease(file, "push", "refs/heads/stable/1")).toBe(true);
  expect(leadsToRelease(file, "push", "refs/heads/main")).toBe(false);
  expect(leadsToRelease(file, "pull_request", "refs/pull/1/head")).toBe(false);
});

test("who may steer has the permission that is asked for, or is named", () => {
  const { steer } = load("steer: {permission: maintain, logins: [Ada]}");
  expect(maySteer(steer, { login: "ada", permission: "none" })).toEqual({ may: true });
  expect(maySteer(steer, { login: "bob", permission: "admin" })).toEqual({ may: true });
  expect(maySteer(steer, { login: "bob", permission: "write" })).toEqual({
    may: false,
    why: "bob has the permission write here, and maintain is needed",
  });
});
