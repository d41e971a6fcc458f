import type { ListedCache } from "@debootc/pipeline/upkeep/list-cache-directory";
import { expect, test } from "vitest";
import { call, deps, stub } from "../../door/call-command.fixture.ts";
import { list } from "./list.ts";
import { prune } from "./prune.ts";
import { verify } from "./verify.ts";

const common = { cacheDir: "/cache", json: false };
const key = `sha256:${"0".repeat(64)}` as const;

test("list shows each part, the finished steps by kind, and what not to delete", async () => {
  const entry = { kind: "root", key, bytes: 2_000_000, lastUsed: new Date(-90_000), held: false };
  const listed: ListedCache = {
    directory: "/cache",
    parts: [
      { part: "steps", path: "/cache/steps", files: 2, bytes: 4_000_000, disposable: true },
      { part: "debs", path: "/cache/debs", files: 1, bytes: 700, disposable: true },
      { part: "chroots", path: "/cache/chroots", files: 9, bytes: 3_000_000, disposable: false },
    ],
    steps: [entry, { ...entry, damage: "entry.json is missing" }],
    bytes: 7_000_700,
  };
  const calls = stub("upkeep/list-cache-directory", "listCacheDirectory", listed);
  const { said } = await call(list);

  expect(calls).toEqual([[common, deps]]);
  expect(said).toBe(`
  /cache  7.0 MB
    finished steps   4.0 MB  2 steps
      root           4.0 MB  2 steps, last used 1m 30s ago, 1 damaged
    Debian packages   700 B  1 file
    chroots          3.0 MB  not safe to delete; bin/debootc chroot scrub NAME removes one

  Smaller: bin/debootc cache prune. Sound: bin/debootc cache verify.

`);
});

test("list, verify and prune look at a remote cache where one is named", async () => {
  const wanted = { remote: "/home/me/work/shared", ...common };
  const empty = { directory: "/home/me/work/shared", parts: [], steps: [], bytes: 0 };
  const listed = stub("upkeep/list-cache-directory", "listCacheDirectory", empty);
  const verified = stub("upkeep/verify-cache-directory", "verifyCacheDirectory", {
    ...{ ...empty, steps: 1, files: 0, damage: damage.map((one) => ({ ...one, removed: false })) },
  });
  const pruned = stub("upkeep/prune-cache-directory", "pruneCacheDirectory", {
    ...{ ...empty, files: [], applied: true },
  });
  await call(list, "--remote", "shared");
  const { said } = await call(verify, "--remote", "shared");
  await call(prune, "--remote", "shared");

  expect(listed).toEqual([[wanted, deps]]);
  expect(verified).toEqual([[{ ...wanted, fix: false }, deps]]);
  expect(pruned).toEqual([[{ ...wanted, maxSize: "20GiB", unusedDays: 30, dryRun: false }, deps]]);
  expect(said).toContain("bin/debootc cache verify --remote /home/me/work/shared --fix");
});

test("list says of an empty cache that it is empty", async () => {
  stub("upkeep/list-cache-directory", "listCacheDirectory", {
    ...{ directory: "/cache", parts: [], steps: [], bytes: 0 },
  });

  expect((await call(list)).said).toContain("empty");
});

const damage = [{ name: `cache entry root ${key}`, reason: "its content is not what was put there" }];

test("verify ends with 8 while something damaged is there, and says how to remove it", async () => {
  const calls = stub("upkeep/verify-cache-directory", "verifyCacheDirectory", {
    ...{ directory: "/cache", steps: 2, files: 3 },
    damage: damage.map((one) => ({ ...one, removed: false })),
  });
  const { said, exitStatus } = await call(verify);

  expect(calls).toEqual([[{ ...common, fix: false }, deps]]);
  expect(exitStatus).toBe(8);
  expect(said).toContain(key);
  expect(said).toContain("its content is not what was put there");
  expect(said).toContain("bin/debootc cache verify --fix");
});

test("verify ends well when it has removed what was damaged, or found nothing", async () => {
  for (const found of [damage.map((one) => ({ ...one, removed: true })), []]) {
    const calls = stub("upkeep/verify-cache-directory", "verifyCacheDirectory", {
      ...{ directory: "/cache", steps: 2, files: 3, damage: found },
    });
    const { said, exitStatus } = await call(verify, "--fix");

    expect(calls).toEqual([[{ ...common, fix: true }, deps]]);
    expect(exitStatus).toBe(0);
    expect(said).toContain("2 finished steps and 3 files of /cache");
  }
});

test("verify does not call a cache sound that holds nothing", async () => {
  stub("upkeep/verify-cache-directory", "verifyCacheDirectory", {
    ...{ directory: "/cache", steps: 0, files: 0, damage: [] },
  });

  expect((await call(verify)).said).toContain("/cache holds nothing to compare");
});

test("prune passes its limits, and says whether it has removed anything", async () => {
  const outcome = { directory: "/cache", steps: [{}], files: ["a", "b"], bytes: 5_000_000 };
  const wanted = stub("upkeep/prune-cache-directory", "pruneCacheDirectory", { ...outcome, applied: false });
  const trial = await call(prune, "--max-size", "5GiB", "--unused-days", "7", "--dry-run");

  expect(wanted).toEqual([[{ ...common, maxSize: "5GiB", unusedDays: 7, dryRun: true }, deps]]);
  expect(trial.said).toContain("1 finished step and 2 files of /cache would be removed: 5.0 MB");

  const usual = stub("upkeep/prune-cache-directory", "pruneCacheDirectory", { ...outcome, applied: true });
  const done = await call(prune);

  expect(usual).toEqual([[{ ...common, maxSize: "20GiB", unusedDays: 30, dryRun: false }, deps]]);
  expect(done.said).toContain("1 finished step and 2 files of /cache removed: 5.0 MB");
});
