import { digestOfBytes } from "@debootc/core/record/digest";
import { mkdir, readdir, rm, truncate, utimes } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { key } from "../cache/cache-scene.fixture.ts";
import { directoryRemoteCache } from "./directory-remote-cache.ts";
import { readStored } from "./read-stored.ts";
import { remoteScene, textProducer } from "./remote-scene.fixture.ts";
import { pruneRemote, refuseNoRemote, verifyRemote } from "./remote-upkeep.ts";

const now = new Date("2026-01-31T12:00:00Z");
const daysAgo = (days: number) => new Date(now.getTime() - days * 24 * 3600 * 1000);
const other = digestOfBytes("other");
const verify = (directory: string, fix: boolean) => verifyRemote(directory, { fix, onEntry: () => {} });

/** Returns a remote cache with two entries, `image` last used now and `commit` ten days ago. */
async function twoEntries() {
  const scene = await remoteScene();
  await scene.make({ name: "a" });
  await using cache = await scene.open({ name: "a" });
  await using _lease = await cache.put("commit", other, textProducer("older"));
  await cache[Symbol.asyncDispose]();
  const older = join(scene.directory, "commit", other.slice(7));
  await utimes(scene.place("entry.json"), now, now);
  await utimes(join(older, "entry.json"), daysAgo(10), daysAgo(10));
  return { ...scene, older };
}

test("what is stored is listed with its size and its last use", async () => {
  const { directory } = await twoEntries();

  expect(await readStored(directory)).toMatchObject([
    { kind: "commit", key: other, lastUsed: daysAgo(10), held: false, created: "1970-01-01T00:00:00.000Z" },
    { kind: "image", key, lastUsed: now, bytes: expect.any(Number) },
  ]);
});

test("an entry that is fetched was used just now, unless nothing may be changed", async () => {
  const scene = await twoEntries();
  const used = async () => (await readStored(scene.directory))[0]?.lastUsed.getTime() ?? 0;
  const fetch = async (name: string, readOnly: boolean) => {
    const remote = directoryRemoteCache(scene.directory, { readOnly });
    await using cache = await scene.open({ name, remote });
    await using _lease = await cache.get("commit", other);
  };

  await fetch("b", true);
  expect(await used()).toBe(daysAgo(10).getTime());
  await fetch("c", false);
  expect(await used()).toBeGreaterThan(now.getTime());
});

test("what is damaged is found, and removed if that is wanted", async () => {
  const { directory, older } = await twoEntries();
  expect(await verify(directory, false)).toEqual({ entries: 2, damage: [] });
  await truncate(join(older, "content.tar.zst"), 5);

  const damage = { kind: "commit", key: other, reason: expect.stringContaining("5 bytes") };
  expect(await verify(directory, false)).toEqual({ entries: 2, damage: [{ ...damage, removed: false }] });
  expect(await verify(directory, true)).toEqual({ entries: 2, damage: [{ ...damage, removed: true }] });
  expect(await verify(directory, false)).toEqual({ entries: 1, damage: [] });
  expect(await readdir(join(directory, ".incoming"))).toEqual([]);
});

test("pruning removes what was not used for the longest time until the rest fits", async () => {
  const { directory } = await twoEntries();
  const [older, newer] = await readStored(directory);
  const limits = { maxBytes: newer?.bytes ?? 0, now };

  const trial = await pruneRemote(directory, { ...limits, dryRun: true });
  expect(trial.removed).toEqual([older]);
  expect(await readStored(directory)).toHaveLength(2);
  expect((await pruneRemote(directory, { ...limits, dryRun: false })).removed).toEqual([older]);
  expect(await readStored(directory)).toEqual([newer]);
});

test("pruning removes what is damaged, long unused, or left by a store that was stopped a day ago", async () => {
  const { directory, place } = await twoEntries();
  await rm(place("content.tar.zst"));
  for (const [name, days] of [
    ["old", 2],
    ["new", 0],
  ] as const) {
    await mkdir(join(directory, ".incoming", name));
    await utimes(join(directory, ".incoming", name), daysAgo(days), daysAgo(days));
  }

  const { removed, left } = await pruneRemote(directory, {
    ...{ maxBytes: Infinity, maxUnusedSeconds: 9 * 24 * 3600, now, dryRun: false },
  });
  expect(removed.map(({ kind }) => kind).sort()).toEqual(["commit", "image"]);
  expect(left).toEqual([join(directory, ".incoming", "old")]);
  expect(await readdir(join(directory, ".incoming"))).toEqual(["new"]);
});

test("a path that is no directory is refused", async () => {
  await expect(refuseNoRemote("/proc/self/status")).rejects.toThrow(
    "there is no directory /proc/self/status",
  );
  await expect(refuseNoRemote("/nowhere")).rejects.toMatchObject({ code: "usage" });
});
