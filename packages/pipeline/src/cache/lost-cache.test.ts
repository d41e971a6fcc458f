import { mkdir, rename, rm } from "node:fs/promises";
import { dirname, join } from "node:path";
import { describe, expect, test } from "vitest";
import { cacheScene, key, produce } from "./cache-scene.fixture.ts";

const scene = cacheScene();
const cause = new Error("no such file");

describe("a failure of a run", () => {
  test("has reasons of its own while the cache is there", async () => {
    const cache = await scene.open();
    await using _lease = await cache.put("root", key, produce("content"));

    expect(await cache.lossOf(cause)).toBeUndefined();
  });

  test("is that of whoever removed the cache", async () => {
    const cache = await scene.open();
    await rm(join(scene.directory, "staging"), { recursive: true });

    expect(await cache.lossOf(cause)).toMatchObject({
      code: "cache-lost",
      exitStatus: 70,
      message: `${scene.directory}/staging was removed while this run used it`,
      cause,
    });
    await mkdir(join(scene.directory, "staging"));
  });

  test("is so too when another run has made the cache again", async () => {
    const cache = await scene.open();
    await rename(join(scene.directory, "entries"), join(scene.directory, "removed"));
    await mkdir(join(scene.directory, "entries"));

    expect(await cache.lossOf(cause)).toMatchObject({ code: "cache-lost" });
  });

  test("is so when an entry that the run holds is gone, not when one is that it let go", async () => {
    const cache = await scene.open();
    const lease = await cache.put("root", key, produce("content"));
    await rm(dirname(lease.path), { recursive: true });

    expect(await cache.lossOf(cause)).toMatchObject({
      message: expect.stringContaining(key.slice(7)) as string,
    });
    await lease[Symbol.asyncDispose]();
    expect(await cache.lossOf(cause)).toBeUndefined();
  });
});
