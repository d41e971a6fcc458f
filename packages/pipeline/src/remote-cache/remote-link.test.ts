import { readdir, rm, writeFile } from "node:fs/promises";
import { expect, test } from "vitest";
import { key } from "../cache/cache-scene.fixture.ts";
import type { RemoteCache } from "../cache/remote-cache.ts";
import { directoryRemoteCache } from "./directory-remote-cache.ts";
import { remoteScene, textProducer } from "./remote-scene.fixture.ts";

const a = { name: "a" };

test("a directory that is not there is said once, and everything is made here", async () => {
  const scene = await remoteScene();
  await rm(scene.directory, { recursive: true });
  await using cache = await scene.open(a);
  await using _one = await cache.put("image", key, textProducer("one"));
  await using _two = await cache.put("commit", key, textProducer("two"));

  expect(scene.warnings).toMatchObject([
    {
      code: "remote-cache-unusable",
      message: expect.stringContaining(`cannot use the remote cache ${scene.directory}: ENOENT`),
      hint: expect.stringContaining("Check that it is mounted"),
    },
  ]);
});

test("a file in the place of a directory is said", async () => {
  const scene = await remoteScene();
  await rm(scene.directory, { recursive: true });
  await writeFile(scene.directory, "");

  expect(await scene.make(a)).toBe(true);
  expect(scene.warnings).toMatchObject([{ message: expect.stringContaining("is not a directory") }]);
});

const silent: RemoteCache = {
  place: "a server that is gone",
  writable: true,
  has: () => new Promise(() => {}),
  fetch: () => new Promise(() => {}),
  store: () => new Promise(() => {}),
};

test("a server that does not answer is given up", async () => {
  const scene = await remoteScene();

  expect(await scene.make({ ...a, remote: silent, answerSeconds: 0.05 })).toBe(true);
  expect(scene.warnings).toMatchObject([
    { message: "cannot use a server that is gone: no answer in 0.05 seconds" },
  ]);
});

test("what cannot be stored is said once, and fetching goes on", async () => {
  const scene = await remoteScene();
  await scene.make(a);
  const full: RemoteCache = {
    ...directoryRemoteCache(scene.directory),
    store: async () => {
      throw Object.assign(new Error("ENOSPC: no space left on device"), { code: "ENOSPC" });
    },
  };
  await using cache = await scene.open({ name: "b", remote: full });
  await using _one = await cache.put("root", key, textProducer("one"));
  await using _two = await cache.put("commit", key, textProducer("two"));
  await using fetched = await cache.get("image", key);
  await cache[Symbol.asyncDispose]();

  expect(fetched).toBeDefined();
  expect(scene.warnings).toMatchObject([
    {
      code: "remote-cache-unwritable",
      message: expect.stringContaining("ENOSPC"),
      hint: expect.stringContaining("debootc cache prune --remote DIR"),
    },
  ]);
  expect((await readdir(scene.directory)).sort()).toEqual([".incoming", "image"]);
});

test("a run that was stopped stores nothing more, and says nothing of it", async () => {
  const scene = await remoteScene();
  const cache = await scene.open(a);
  await using _lease = await cache.put("image", key, textProducer("x"));
  scene.stop.abort(new Error("stopped"));
  await cache[Symbol.asyncDispose]();

  expect(scene.warnings).toEqual([]);
  expect((await readdir(scene.directory)).filter((name) => name === "image")).toEqual([]);
});
