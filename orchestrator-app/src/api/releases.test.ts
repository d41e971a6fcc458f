import { randomBytes, randomUUID } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { memoryDatabase } from "../database/memory-database.fixture.ts";
import { expireArtifacts } from "../gather/expire-artifacts.ts";
import { after, hubScene } from "../runs/scene.fixture.ts";
import { asLeader } from "../store/as-leader.fixture.ts";
import { diskStorage } from "../storage/disk-storage.ts";
import type { Storage } from "../storage/storage.ts";
import { chunksOf } from "../storage/storage-contract.fixture.ts";
import { busyHub } from "../upkeep/busy-hub.fixture.ts";
import { type TestedApi, testedApi } from "./api.fixture.ts";

const bytes = randomBytes(200_000);
let directory: string;
let storage: Storage;
let api: TestedApi;
let database: Awaited<ReturnType<typeof hubScene>>;
let leader: typeof database;

// It takes many seconds where other work runs.
beforeAll(memoryDatabase);

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), "debootc-api-"));
  storage = diskStorage({ directory, randomWord: randomUUID });
  database = await hubScene();
  await busyHub(database);
  leader = await asLeader(database);
  const { digest, size } = await storage.put(chunksOf(bytes), { most: bytes.length });
  await database.queries.updateTable("artifact").set({ digest, size, storage_key: digest }).execute();
  api = await testedApi(database, { storage });
});
afterEach(async () => {
  api.stop();
  await rm(directory, { recursive: true });
});

async function content(headers: Record<string, string> = {}) {
  const authorization = { Authorization: `Bearer ${api.key}` };
  const response = await api.app.request("/api/v1/artifacts/1/content", {
    headers: { ...authorization, ...headers },
  });
  return { response, got: Buffer.from(await response.arrayBuffer()) };
}

describe("artifacts", () => {
  test("are listed by run and shown by number", async () => {
    const { body } = await api.get("/api/v1/runs/1/artifacts");
    expect(body.items).toMatchObject([
      { id: 1, taskName: "minimal/amd64", name: "leg-minimal-amd64", state: "stored", size: bytes.length },
    ]);
    expect((await api.get("/api/v1/artifacts/1")).body).toEqual(body.items[0]);
    expect((await api.get("/api/v1/runs/99/artifacts")).status).toBe(404);
    expect((await api.get("/api/v1/artifacts/99")).body).toMatchObject({ code: "not-found" });
  });

  test("are downloaded whole and in ranges", async () => {
    const whole = await content();
    expect(whole.response.headers.get("Content-Disposition")).toBe(
      'attachment; filename="leg-minimal-amd64.zip"',
    );
    expect(whole.got.equals(bytes)).toBe(true);
    for (const [range, start, end] of [
      ["bytes=0-9", 0, 10],
      ["bytes=199990-", 199_990, 200_000],
      ["bytes=-5", 199_995, 200_000],
      ["bytes=5-9999999", 5, 200_000],
    ] as const) {
      const { response, got } = await content({ Range: range });
      expect(response.status).toBe(206);
      expect(response.headers.get("Content-Range")).toBe(`bytes ${start}-${end - 1}/200000`);
      expect(got.equals(bytes.subarray(start, end))).toBe(true);
    }
    expect((await content({ Range: "bytes=9-2" })).response.status).toBe(200);
  });

  test("need a key", async () => {
    expect((await api.app.request("/api/v1/artifacts/1/content")).status).toBe(401);
  });

  test("that have expired are still listed, and their bytes are gone", async () => {
    const retention = { database: leader, storage, keeps: true };
    await database.queries
      .updateTable("run")
      .set({ state: "FAILED", finished_at: after(1) })
      .execute();
    expect(await expireArtifacts({ ...retention, clock: () => after(59) })).toBe(0);
    expect(await expireArtifacts({ ...retention, clock: () => after(61) })).toBe(1);

    expect((await api.get("/api/v1/artifacts/1")).body).toMatchObject({ state: "expired" });
    expect((await api.get("/api/v1/artifacts/1/content")).body).toMatchObject({ code: "artifact-missing" });
    for await (const object of storage.list()) expect(object).toBe("removed");
  });

  test("do not expire while their run is open", async () => {
    expect(await expireArtifacts({ database: leader, storage, keeps: true, clock: () => after(999) })).toBe(
      0,
    );
  });

  test("that share their bytes keep them until the last one goes", async () => {
    const [one] = await database.queries.selectFrom("artifact").selectAll().execute();
    const { id: _, failure: _failure, ...same } = one ?? expect.fail("no artifact");
    await database.queries
      .insertInto("artifact")
      .values({ ...same, failure: null, task_id: 2, expires_at: after(600) })
      .execute();
    await database.queries
      .updateTable("run")
      .set({ state: "FAILED", finished_at: after(1) })
      .execute();
    await expireArtifacts({ database: leader, storage, keeps: true, clock: () => after(61) });
    expect((await content()).response.status).toBe(404);
    expect(await storage.stat(same.digest ?? expect.fail("no digest"))).toBeDefined();
  });
});

describe("releases", () => {
  test("are listed, filtered, and shown with their notes and files", async () => {
    const { body } = await api.get("/api/v1/releases");
    expect(body.items).toMatchObject([{ id: 1, repository: "acme/os", tag: "v1", state: "published" }]);
    expect((await api.get("/api/v1/releases?repository=acme/os&state=published")).body).toEqual(body);
    expect((await api.get("/api/v1/releases?repository=acme/none")).body).toEqual({ items: [] });
    expect((await api.get("/api/v1/releases?state=failed")).body).toEqual({ items: [] });
    expect((await api.get("/api/v1/releases/1")).body).toMatchObject({
      ...{ release: { tag: "v1" }, notes: expect.stringContaining("new:") },
      assets: [{ name: "a.tar.part-001", state: "verified" }],
    });
    expect((await api.get("/api/v1/releases/2")).status).toBe(404);
  });
});
