import type { Event } from "@debootc/core/event/event";
import { digestOfBytes } from "@debootc/core/record/digest";
import { existsSync } from "node:fs";
import { mkdir, mkdtemp, readdir, rm, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { openLocalCache } from "../cache/local-cache.ts";
import { storedDeb } from "../gather/deb-store.ts";
import { removeTree } from "../worker/remove-tree.ts";
import { cacheDamageFindings } from "../doctor/cache-damage.ts";
import { listCacheDirectory } from "./list-cache-directory.ts";
import { pruneCacheDirectory } from "./prune-cache-directory.ts";
import { verifyCacheDirectory } from "./verify-cache-directory.ts";

const now = new Date("2026-01-31T12:00:00Z");
const daysAgo = (days: number) => new Date(now.getTime() - days * 24 * 3600 * 1000);
const key = digestOfBytes("inputs");
let cacheDir: string;
let events: Event[];

const deps = () => ({
  emit: (event: Event) => void events.push(event),
  signal: new AbortController().signal,
  clock: () => now,
  environment: { proxy: {}, user: { uid: process.getuid?.() ?? 0, gid: process.getgid?.() ?? 0 } },
});
const privilege = { owner: { uid: 0, gid: 0 }, isRoot: true };
const step = (name: string) => join(cacheDir, "steps/entries/layer", key.slice(7), name);
const common = () => ({ cacheDir, json: false });
const limits = { maxSize: "20GiB", unusedDays: 30, dryRun: false };

beforeEach(async () => {
  cacheDir = await mkdtemp(join(tmpdir(), "debootc-cache-"));
  events = [];
});
afterEach(() => rm(cacheDir, { recursive: true }));

/** Makes a finished step of one file; returns its lease. */
async function makeStep(used = now, text = "step") {
  const cache = await openLocalCache({
    ...{ directory: join(cacheDir, "steps"), trustDomain: "trusted", producer: "1", removeTree },
    clock: () => used,
  });
  return cache.put("layer", key, async (content) => {
    await writeFile(join(content, "blob"), text);
    return key;
  });
}

async function makeDeb(text: string, used = now): Promise<string> {
  const path = storedDeb(join(cacheDir, "debs"), digestOfBytes(text));
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, text);
  await utimes(path, used, daysAgo(100));
  return path;
}

describe("list", () => {
  test("counts each part, and says which of them is the work of a person", async () => {
    await using _lease = await makeStep();
    await makeDeb("package");
    await mkdir(join(cacheDir, "chroots/work"), { recursive: true });
    await writeFile(join(cacheDir, "chroots/work/file"), "precious");

    expect(await listCacheDirectory(common(), deps())).toMatchObject({
      directory: cacheDir,
      parts: [
        { part: "steps", files: 1, bytes: 4, disposable: true },
        { part: "debs", files: 1, bytes: 7, disposable: true },
        { part: "chroots", files: 1, bytes: 8, disposable: false },
      ],
      steps: [{ kind: "layer", key, bytes: 4, lastUsed: now, held: true }],
      bytes: 19,
    });
  });

  test("makes nothing where there is no cache", async () => {
    expect(await listCacheDirectory(common(), deps())).toMatchObject({ steps: [], bytes: 0 });
    expect(await readdir(cacheDir)).toEqual([]);
  });
});

test("a file in place of the cache is refused, and not called sound", async () => {
  const file = join(cacheDir, "file");
  await writeFile(file, "");
  const request = { ...common(), cacheDir: file };

  const refused = { code: "usage", message: `${file} is not a directory` };
  await expect(listCacheDirectory(request, deps())).rejects.toMatchObject(refused);
  await expect(verifyCacheDirectory({ ...request, fix: false }, deps())).rejects.toMatchObject(refused);
  await expect(pruneCacheDirectory({ ...request, ...limits }, deps())).rejects.toMatchObject(refused);
});

describe("verify", () => {
  const damaged = async () => {
    await (await makeStep())[Symbol.asyncDispose]();
    await makeDeb("sound");
    const deb = await makeDeb("package");
    await writeFile(deb, "pakcage");
    await writeFile(step("content/blob"), "stop");
    return deb;
  };

  test("finds nothing in a sound cache", async () => {
    await (await makeStep())[Symbol.asyncDispose]();
    await makeDeb("package");

    const result = await verifyCacheDirectory({ ...common(), fix: false }, deps());

    expect(result).toMatchObject({ steps: 1, files: 1, damage: [] });
    expect(events.at(-1)).toMatchObject({ type: "run", state: "finished" });
  });

  test("names each damaged step and file, changes nothing, and fails", async () => {
    const deb = await damaged();

    const result = await verifyCacheDirectory({ ...common(), fix: false }, deps());

    expect(result.damage.map(({ name, removed }) => [name, removed])).toEqual([
      [`cache entry layer ${key}`, false],
      [deb, false],
    ]);
    expect([existsSync(deb), existsSync(step("content/blob"))]).toEqual([true, true]);
    expect(events.at(-1)).toMatchObject({
      state: "failed",
      error: { code: "verification-differs", message: expect.stringContaining(deb) as string },
    });
  });

  test("removes the damaged ones alone, if told to", async () => {
    const deb = await damaged();

    const result = await verifyCacheDirectory({ ...common(), fix: true }, deps());

    expect(result.damage.every(({ removed }) => removed)).toBe(true);
    expect([existsSync(deb), existsSync(step("entry.json"))]).toEqual([false, false]);
    expect(await verifyCacheDirectory({ ...common(), fix: false }, deps())).toMatchObject({
      steps: 0,
      files: 1,
      damage: [],
    });
    expect(events.at(-1)).toMatchObject({ type: "run", state: "finished" });
  });
});

describe("doctor", () => {
  const find = (fix: boolean) => cacheDamageFindings({ cacheDir, privilege }, deps(), fix);

  test("finds a damaged record at once, and a damaged content when it repairs", async () => {
    await (await makeStep())[Symbol.asyncDispose]();
    await writeFile(step("content/blob"), "stop");

    expect(await find(false)).toMatchObject([{ state: "ok" }]);
    expect(await find(true)).toMatchObject([{ state: "removed", title: `cache entry layer ${key}` }]);

    await (await makeStep())[Symbol.asyncDispose]();
    await writeFile(step("entry.json"), "{");

    expect(await find(false)).toMatchObject([{ state: "left-over", title: `cache entry layer ${key}` }]);
    expect(await find(true)).toMatchObject([{ state: "removed" }]);
    expect(await find(false)).toMatchObject([
      { state: "ok", detail: expect.stringMatching(/^0 /) as string },
    ]);
  });

  test("says nothing of a cache that is not there", async () => {
    expect(await find(true)).toEqual([]);
  });
});

describe("prune", () => {
  const prune = (change: Partial<typeof limits>) =>
    pruneCacheDirectory({ ...common(), ...limits, ...change }, deps());

  test("removes what no run has used for long, of steps, packages and indexes", async () => {
    await (await makeStep(daysAgo(31)))[Symbol.asyncDispose]();
    const [old, young] = [await makeDeb("old", daysAgo(31)), await makeDeb("young", daysAgo(29))];
    const indexes = join(cacheDir, "indexes/1");
    await mkdir(join(cacheDir, "chroots/work"), { recursive: true });
    await mkdir(indexes, { recursive: true });
    await writeFile(join(indexes, "Release"), "text");
    await utimes(indexes, daysAgo(31), daysAgo(31));

    expect(await prune({ dryRun: true })).toMatchObject({ applied: false, files: [old, indexes], bytes: 11 });
    expect(existsSync(old)).toBe(true);
    expect(await prune({})).toMatchObject({
      applied: true,
      files: [old, indexes],
      steps: [{ kind: "layer" }],
    });
    expect([old, young, indexes].map((path) => existsSync(path))).toEqual([false, true, false]);
    expect(existsSync(join(cacheDir, "chroots/work"))).toBe(true);
  });

  test("removes finished steps beyond the size, but none that a run holds", async () => {
    {
      await using _lease = await makeStep(now, "x".repeat(2000));
      expect(await prune({ maxSize: "1KiB" })).toMatchObject({ steps: [], bytes: 0 });
    }
    expect(await prune({ maxSize: "2KiB" })).toMatchObject({ steps: [] });
    expect(await prune({ maxSize: "1KiB" })).toMatchObject({ steps: [{ kind: "layer", key }], bytes: 2000 });
  });
});

describe("a remote cache", () => {
  test("is listed, verified and pruned in the place of the cache of this machine", async () => {
    await makeDeb("package");
    const remote = join(cacheDir, "remote");
    await mkdir(join(remote, "layer", key.slice(7)), { recursive: true });
    const name = `remote entry layer ${key}`;

    expect(await listCacheDirectory({ ...common(), remote }, deps())).toMatchObject({
      directory: remote,
      parts: [{ part: "steps", files: 1 }],
      steps: [{ kind: "layer", key, damage: expect.any(String) }],
    });
    expect(await verifyCacheDirectory({ cacheDir, fix: false, remote }, deps())).toMatchObject({
      ...{ directory: remote, steps: 1, files: 0, damage: [{ name, removed: false }] },
    });
    expect(events.at(-1)).toMatchObject({ state: "failed", error: { code: "verification-differs" } });
    expect(await pruneCacheDirectory({ ...common(), ...limits, remote }, deps())).toMatchObject({
      ...{ directory: remote, steps: [{ kind: "layer", key }], files: [], applied: true },
    });
    expect(await readdir(join(remote, "layer"))).toEqual([]);
    expect(await readdir(join(cacheDir, "debs"))).toHaveLength(1);
  });

  test("that is not there is refused before anything is read", async () => {
    const remote = join(cacheDir, "nowhere");
    for (const ask of [
      () => listCacheDirectory({ ...common(), remote }, deps()),
      () => verifyCacheDirectory({ cacheDir, fix: true, remote }, deps()),
      () => pruneCacheDirectory({ ...common(), ...limits, remote }, deps()),
    ])
      await expect(ask()).rejects.toMatchObject({ code: "usage" });
  });
});
