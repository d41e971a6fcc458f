import { mkdtempDisposable, readdir, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { serveDirectory } from "@debootc/tools/http/http-file-server";
import { run } from "@debootc/tools/run";
import { expect, test } from "vitest";
import { deltasTo } from "./delta-store.ts";
import { makeDelta } from "./make-delta.ts";
import { dependencies, makeScene, type OstreeScene, ref } from "./ostree-scene.fixture.ts";
import { moveRef } from "./ref-history.ts";
import { signRevision } from "./sign-commit.ts";

/** A scene with two commits of one ref. */
async function withTwoCommits(scene: OstreeScene) {
  const old = await scene.commit({ a: "1", text: "line\n".repeat(500) }, { hour: 1 });
  const current = await scene.commit({ a: "2", text: `${"line\n".repeat(500)}more\n` }, { hour: 2 });
  return { old, current };
}

test("a delta leads from the parent of the commit to the commit", async () => {
  await using scene = await makeScene();
  const { old, current } = await withTwoCommits(scene);

  const delta = await makeDelta({ repo: scene.repo, ref, json: false }, dependencies());

  expect(delta).toMatchObject({ ref, from: old, to: current, reused: false });
  expect(await scene.ostree("static-delta", "list")).toBe(`${old}-${current}`);
  expect(await deltasTo(scene.repo, current)).toMatchObject([{ from: old, to: current }]);
  expect(await deltasTo(scene.repo, old)).toEqual([]);
});

test("its parts and bytes are those of its directory", async () => {
  await using scene = await makeScene();
  const { current } = await withTwoCommits(scene);

  const { parts, bytes } = await makeDelta({ repo: scene.repo, ref, json: false }, dependencies());

  const path = (await deltasTo(scene.repo, current))[0]?.path ?? "";
  const names = await readdir(join(scene.repo, path));
  const sizes = await Promise.all(names.map(async (name) => (await stat(join(scene.repo, path, name))).size));
  expect(names).toContain("superblock");
  expect(parts).toBe(names.length - 1);
  expect(bytes).toBe(sizes.reduce((sum, size) => sum + size, 0));
});

test("a client that has the old commit gets the new one by the delta alone", async () => {
  await using scene = await makeScene();
  await using client = await mkdtempDisposable(join(tmpdir(), "debootc-client-"));
  const { old, current } = await withTwoCommits(scene);
  await makeDelta({ repo: scene.repo, ref, json: false }, dependencies());
  await scene.ostree("summary", "--update");
  await using server = await serveDirectory(scene.repo);
  const ostree = (...args: string[]) => run({ tool: "ostree", args: [`--repo=${client.path}`, ...args] });
  await ostree("init", "--mode=bare-user");
  await ostree("remote", "add", "--no-gpg-verify", "origin", `http://127.0.0.1:${server.port}`);
  await ostree("pull", "origin", old);

  await ostree("pull", "--require-static-deltas", "origin", current);

  expect((await ostree("cat", current, "/a")).stdout).toBe("2");
});

test("a delta that exists is used again, and signing the commit makes it anew", async () => {
  await using scene = await makeScene();
  await withTwoCommits(scene);
  const key = await scene.key("admin");
  const make = () => makeDelta({ repo: scene.repo, ref, json: false }, dependencies());

  expect((await make()).reused).toBe(false);
  expect((await make()).reused).toBe(true);
  const { deltas } = await signRevision(
    { repo: scene.repo, ref, gpgKeyFile: [key.secretFile], json: false },
    dependencies(),
  );
  expect(deltas).toBe(1);
  expect((await make()).reused).toBe(true);
});

test("a delta without a signature that the commit got since is made anew", async () => {
  await using scene = await makeScene();
  await withTwoCommits(scene);
  const key = await scene.key("admin");
  const make = () => makeDelta({ repo: scene.repo, ref, json: false }, dependencies());
  await make();
  await scene.ostree("gpg-sign", `--gpg-homedir=${scene.path("admin.gnupg")}`, ref, key.fingerprint);

  expect((await make()).reused).toBe(false);
  expect((await make()).reused).toBe(true);
});

test("a delta leads from the commit that is named, whichever is the parent", async () => {
  await using scene = await makeScene();
  const { old } = await withTwoCommits(scene);
  const third = await scene.commit({ a: "3" }, { hour: 3 });

  const delta = await makeDelta({ repo: scene.repo, ref, from: old, json: false }, dependencies());

  expect(delta).toMatchObject({ from: old, to: third });
});

test("a commit without a parent has its delta from what the ref named before", async () => {
  await using scene = await makeScene();
  const { current } = await withTwoCommits(scene);
  const next = await scene.commit({ a: "3" }, { hour: 3, ref: "site/other" });
  await moveRef(scene.repo, ref, next);

  expect(await makeDelta({ repo: scene.repo, ref, json: false }, dependencies())).toMatchObject({
    from: current,
    to: next,
  });
});

test.each([
  ["has nothing before it", undefined, /no earlier commit/],
  ["is the one to start from", ref, /nothing differs/],
])("no delta is made of a commit that %s", async (_, from, message) => {
  await using scene = await makeScene();
  await scene.commit({ a: "1" });

  await expect(
    makeDelta(
      { repo: scene.repo, ref, ...(from === undefined ? {} : { from }), json: false },
      dependencies(),
    ),
  ).rejects.toMatchObject({ code: "usage", message: expect.stringMatching(message) });
});
