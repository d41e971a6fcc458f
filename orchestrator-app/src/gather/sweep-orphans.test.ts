import { beforeAll, expect, test } from "vitest";
import { memoryDatabase } from "../database/memory-database.fixture.ts";
import type { Log } from "../log/log.ts";
import { asLeader } from "../store/as-leader.fixture.ts";
import { OvertakenError } from "../store/fenced-by.ts";
import { type ReleaseScene, releaseScene } from "../releases/release-scene.fixture.ts";
import { chunksOf } from "../storage/storage-contract.fixture.ts";
import { dropUnused } from "./drop-unused.ts";
import { pumpArtifacts } from "./pump-artifacts.ts";
import { orphanSweep } from "./sweep-orphans.ts";

beforeAll(memoryDatabase);

const silent: Log = { info: () => {}, warn: () => {}, error: () => {} };
let words = 0;

async function sweepOf({ database, storage, clock }: ReleaseScene, log = silent) {
  const round = orphanSweep({ storage, clock, log, randomWord: () => `hub-${words++}` });
  const leader = await asLeader(database);
  return () => round(leader);
}

const stored = async ({ storage }: ReleaseScene) =>
  (await Array.fromAsync(storage.list())).map(({ digest }) => digest);

test("what nothing names goes when it was found twice, and what is named stays", async () => {
  await using scene = await releaseScene();
  await scene.composed();
  await pumpArtifacts(scene.fetching);
  const [named] = await stored(scene);
  await scene.storage.put(chunksOf(Buffer.from("left by a hub that was killed")), { most: 100 });
  const sweep = await sweepOf(scene);
  expect(await sweep()).toBe(0);
  await scene.storage.put(chunksOf(Buffer.from("has just come")), { most: 100 });
  expect(await sweep()).toBe(1);
  expect(await stored(scene)).toHaveLength(2);
  expect(await sweep()).toBe(1);
  expect(await stored(scene)).toEqual([named]);
});

test("the storage of another hub is left alone, and the log says so", async () => {
  await using scene = await releaseScene();
  await scene.storage.ownerOf("another");
  await scene.storage.put(chunksOf(Buffer.from("of the other one")), { most: 100 });
  const warnings: string[] = [];
  const sweep = await sweepOf(scene, {
    ...silent,
    warn: (_, message) => void warnings.push(message),
  });
  for (let round = 0; round < 3; round++) expect(await sweep()).toBe(0);
  expect(await stored(scene)).toHaveLength(1);
  expect(warnings).toHaveLength(3);
});

test("a leader that was overtaken neither names the storage nor removes anything", async () => {
  await using scene = await releaseScene();
  await scene.storage.put(chunksOf(Buffer.from("left by a hub that was killed")), { most: 100 });
  const sweep = await sweepOf(scene);
  await scene.database.queries
    .updateTable("lease")
    .set((is) => ({ holder: "another", term: is("term", "+", 1) }))
    .execute();

  for (let round = 0; round < 2; round++) await expect(sweep()).rejects.toThrow(OvertakenError);
  expect(await scene.database.queries.selectFrom("cursor").selectAll().execute()).toEqual([]);
  expect(await stored(scene)).toHaveLength(1);
});

test("what an artifact is about to be is not removed by whoever drops the same bytes", async () => {
  await using scene = await releaseScene();
  const { database, storage } = scene;
  await scene.composed();
  const drops: boolean[] = [];
  const dropping: typeof storage = {
    ...storage,
    get: async (digest, range) => {
      drops.push(await dropUnused(database.queries, storage, digest));
      return storage.get(digest, range);
    },
  };
  await pumpArtifacts({ ...scene.fetching, storage: dropping });
  expect(drops).not.toContain(true);
  expect(drops).not.toEqual([]);
  expect(await stored(scene)).toHaveLength(1);
});

test("bytes that go while they are verified are fetched again, and never promised", async () => {
  await using scene = await releaseScene();
  const { database, storage, fetching } = scene;
  await scene.composed();
  let isGone = false;
  const losing: typeof storage = {
    ...storage,
    stat: async (digest) => {
      const found = await storage.stat(digest);
      if (found === undefined || isGone) return found;
      isGone = true;
      await storage.delete(digest);
      return undefined;
    },
  };
  await pumpArtifacts({ ...fetching, storage: losing });
  const row = () => database.queries.selectFrom("artifact").select(["state", "failure"]).executeTakeFirst();
  expect(await row()).toEqual({ state: "wanted", failure: null });
  await scene.github.advance(10_000);
  await pumpArtifacts({ ...fetching, storage: losing });
  expect(await row()).toMatchObject({ state: "stored" });
});
