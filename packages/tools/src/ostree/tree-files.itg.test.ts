import { mkdir, mkdtempDisposable, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { run } from "../run.ts";
import { treeHas } from "./tree-files.ts";

let work: AsyncDisposable & { readonly path: string };
let repo: string;
let commit: string;

beforeAll(async () => {
  work = await mkdtempDisposable(join(tmpdir(), "debootc-tree-"));
  repo = join(work.path, "repo");
  const tree = join(work.path, "tree");
  await mkdir(join(tree, "usr/bin"), { recursive: true });
  await writeFile(join(tree, "usr/bin/bootc"), "");
  await run({ tool: "ostree", args: [`--repo=${repo}`, "init", "--mode=bare-user"] });
  const args = [`--repo=${repo}`, "commit", "--branch=test", tree];
  commit = (await run({ tool: "ostree", args })).stdout.trim();
});
afterAll(() => work[Symbol.asyncDispose]());

test.each([
  ["/usr/bin/bootc", true],
  ["/usr/bin/sh", false],
  ["/opt/bin/sh", false],
  ["/usr/bin/bootc/sh", false],
])("whether a tree has %s is %s", async (path, has) => {
  expect(await treeHas({ repo, commit, path })).toBe(has);
});

test("a commit that is not there is a failure, not a tree without the file", async () => {
  await expect(treeHas({ repo, commit: "1".repeat(64), path: "/usr/bin/bootc" })).rejects.toMatchObject({
    code: "tool-failed",
  });
});

test("a repository that is not there is a failure, not a tree without the file", async () => {
  await expect(
    treeHas({ repo: join(work.path, "none"), commit, path: "/usr/bin/bootc" }),
  ).rejects.toMatchObject({ code: "tool-failed" });
});
