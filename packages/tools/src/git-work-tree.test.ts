import { mkdir, mkdtempDisposable, realpath, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { readWorkTree } from "./git-work-tree.ts";
import { run } from "./run.ts";

const context = { signal: new AbortController().signal, onLine: () => {} };

/** Makes a work tree with one commit, which is pushed to `main` of a bare repository. */
async function pushedScene() {
  const parent = await mkdtempDisposable(join(tmpdir(), "debootc-work-tree-"));
  const top = join(await realpath(parent.path), "work");
  const env = {
    ...{ GIT_AUTHOR_NAME: "a", GIT_AUTHOR_EMAIL: "a@example.org", GIT_CONFIG_GLOBAL: "/dev/null" },
    ...{ GIT_COMMITTER_NAME: "a", GIT_COMMITTER_EMAIL: "a@example.org" },
  };
  const git = async (...args: string[]) =>
    (await run({ tool: "git", args: ["-C", top, ...args], env })).stdout.trim();
  const commit = async (name: string) => {
    await writeFile(join(top, name), name);
    await git("add", "--all");
    await git("commit", "--quiet", "--message=text");
    return git("rev-parse", "HEAD");
  };
  await mkdir(join(top, "sub"), { recursive: true });
  await git("init", "--quiet", "--initial-branch=main");
  const bare = join(parent.path, "bare.git");
  await run({ tool: "git", args: ["init", "--quiet", "--bare", "--initial-branch=main", bare], env });
  const first = await commit("a b.txt");
  await git("remote", "add", "origin", bare);
  await git("push", "--quiet", "--set-upstream", "origin", "main");
  return { top, bare, first, git, commit, [Symbol.asyncDispose]: () => parent.remove() };
}

test("a work tree says what is checked out, and that it was pushed", async () => {
  await using scene = await pushedScene();
  const { top, bare, first } = scene;
  expect(await readWorkTree(join(top, "sub"), context)).toEqual({
    ...{ top, commit: first, branch: "main", changed: [], pushedTo: ["main"] },
    remote: { name: "origin", url: bare },
  });
});

test("files that were changed, added, renamed or removed are named; those that git does not know are not", async () => {
  await using scene = await pushedScene();
  const { top, git, commit } = scene;
  await commit("c.txt");
  await writeFile(join(top, "unknown"), "");
  await writeFile(join(top, "a b.txt"), "changed");
  await git("mv", "c.txt", "d\nnew.txt");
  await writeFile(join(top, "added"), "");
  await git("add", "added");
  expect((await readWorkTree(top, context))?.changed.toSorted()).toEqual(["a b.txt", "added", "d\nnew.txt"]);
  await rm(join(top, "a b.txt"));
  expect((await readWorkTree(top, context))?.changed).toContain("a b.txt");
});

test("a commit that was not pushed is in no branch of the other repository, and one of a branch may be in several", async () => {
  await using scene = await pushedScene();
  const { top, git, commit, first } = scene;
  await commit("b.txt");
  expect((await readWorkTree(top, context))?.pushedTo).toEqual([]);
  await git("checkout", "--quiet", "-b", "topic", first);
  await git("push", "--quiet", "origin", "topic");
  expect((await readWorkTree(top, context))?.pushedTo).toEqual(["topic", "main"]);
  await git("checkout", "--quiet", "--detach", first);
  const detached = await readWorkTree(top, context);
  expect([detached?.branch, detached?.pushedTo]).toEqual([undefined, ["main", "topic"]]);
});

test("a directory outside of any work tree has none, and one without a commit or remote says so", async () => {
  await using parent = await mkdtempDisposable(join(tmpdir(), "debootc-work-tree-"));
  expect(await readWorkTree(parent.path, context)).toBeUndefined();
  await run({ tool: "git", args: ["init", "--quiet", "--initial-branch=main", parent.path] });
  const tree = await readWorkTree(parent.path, context);
  expect(tree).toMatchObject({ branch: "main", changed: [], pushedTo: [] });
  expect(tree).not.toHaveProperty("commit");
  expect(tree).not.toHaveProperty("remote");
});
