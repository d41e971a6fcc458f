import { digestOfBytes } from "@debootc/core/record/digest";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { openLocalCache } from "../cache/local-cache.ts";
import { partialPath } from "../cache/partial-file.ts";
import { identifyProcess, type ProcessIdentity } from "../cache/process-identity.ts";
import { removeTree } from "../worker/remove-tree.ts";
import { judgeCache, readCacheTraces } from "./cache-leftovers.ts";

let cacheDir: string;
let self: ProcessIdentity;
const dead: ProcessIdentity = { pid: 1, startTicks: 1, pidNamespace: 1, bootId: "0".repeat(32) };
const deadName = `1.1.1.${"0".repeat(32)}`;

beforeEach(async () => {
  cacheDir = await mkdtemp(join(tmpdir(), "debootc-cache-"));
  self = await identifyProcess(process.pid);
});
afterEach(() => rm(cacheDir, { recursive: true }));

test("what dead processes left in a store and beside it is found, what living ones make is not", async () => {
  const cache = await openLocalCache({
    directory: join(cacheDir, "steps"),
    trustDomain: "trusted",
    producer: "0.0.0",
    clock: () => new Date(0),
    removeTree,
  });
  const key = digestOfBytes("key");
  await using _lease = await cache.put("root", key, async (content) => {
    expect(await readCacheTraces(cacheDir)).toEqual({ staging: [], partials: [], leases: [] });
    await writeFile(join(content, "file"), "");
    return key;
  });
  const staging = join(cacheDir, "steps/staging", `${deadName}-x`);
  const lease = join(cacheDir, "steps/leases", `root~${key.slice(7)}~reader~${deadName}~1`);
  await mkdir(staging);
  await writeFile(lease, "");
  await mkdir(join(cacheDir, "debs/0f"), { recursive: true });
  const partial = partialPath(join(cacheDir, "debs/0f/0f.deb"), dead);
  await writeFile(partial, "");
  await writeFile(partialPath(join(cacheDir, "debs/0f/1f.deb"), self), "");

  expect(judgeCache(await readCacheTraces(cacheDir)).map(({ repair }) => repair)).toEqual([
    { do: "remove-tree", path: staging },
    { do: "remove-files", paths: [partial] },
    { do: "remove-files", paths: [lease] },
  ]);
});

test("a cache directory may be a store itself, or missing", async () => {
  for (const part of ["entries", "leases", `staging/${deadName}-x`])
    await mkdir(join(cacheDir, part), { recursive: true });
  expect(judgeCache(await readCacheTraces(cacheDir))).toHaveLength(1);
  expect(judgeCache(await readCacheTraces(join(cacheDir, "nowhere")))).toEqual([]);
});
