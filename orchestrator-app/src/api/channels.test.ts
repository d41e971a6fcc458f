import { beforeAll, beforeEach, describe, expect, test } from "vitest";
import { setChannels } from "../channels/set-channels.ts";
import { memoryDatabase } from "../database/memory-database.fixture.ts";
import { after, hubScene, plannedRun, start } from "../runs/scene.fixture.ts";
import { type TestedApi, testedApi } from "./api.fixture.ts";

let api: TestedApi;
let database: Awaited<ReturnType<typeof hubScene>>;
let now = start;
let checks: Map<string, string>;

const open = { automatic: false, latest: false, ageSeconds: 0, checks: [] };

// It takes many seconds where other work runs.
beforeAll(memoryDatabase);

beforeEach(async () => {
  database = await hubScene();
  now = start;
  checks = new Map();
  api = await testedApi(database, { clock: () => now, checksOf: async () => checks });
  await setChannels(database.queries, 1, [
    { ...open, name: "edge", latest: true },
    { ...open, name: "stable", after: "edge", ageSeconds: 600, checks: ["boot"] },
  ]);
  for (const [index, tag] of ["v1", "v2", "v3"].entries()) {
    const run = await plannedRun(database);
    const digest = `sha256:${String(index + 1).repeat(64)}` as const;
    await database.queries
      .insertInto("release")
      .values({
        ...{ run_id: run, repository_id: 1, tag, state: "published", github_id: 10 + index, html_url: null },
        ...{ compose_id: "os-13-20261130.0", digest, notes: "", packages: null, failure: null },
        ...{ due_at: start, lease_holder: null, lease_until: null, created_at: start },
        published_at: after(index),
      })
      .execute();
  }
});

const ask = (verb: string, channel: string, tag?: string) =>
  api.ask("POST", `/api/v1/channels/${verb}`, {
    ...{ repository: "acme/os", channel },
    ...(tag === undefined ? {} : { tag }),
  });
const list = async () => (await api.get("/api/v1/channels?repository=acme/os")).body;

describe("a channel", () => {
  test("moves by digest to a release that is named, or to the newest, once, with a line of history", async () => {
    expect((await ask("promote", "edge", "v1")).body).toMatchObject({
      current: { tag: "v1", digest: `sha256:${"1".repeat(64)}` },
    });
    expect((await ask("promote", "edge")).body).toMatchObject({ current: { tag: "v3" } });
    await ask("promote", "edge", "v3");
    expect((await list()).moves).toMatchObject([
      { channel: "edge", kind: "promote", from: "v1", to: "v3", actor: "key:test" },
      { channel: "edge", kind: "promote", from: null, to: "v1" },
    ]);
  });

  test("goes back release by release, and then no further", async () => {
    for (const tag of ["v1", "v2", "v3"]) await ask("promote", "edge", tag);
    expect((await ask("rollback", "edge")).body).toMatchObject({ current: { tag: "v2" } });
    expect((await ask("rollback", "edge")).body).toMatchObject({ current: { tag: "v1" } });
    expect((await ask("rollback", "edge")).body).toMatchObject({ code: "state-conflict" });
    expect((await list()).channels).toMatchObject([
      { name: "edge", current: { tag: "v1" } },
      { current: null },
    ]);
  });

  test("moves once for a request that is repeated with its key", async () => {
    for (const tag of ["v1", "v2", "v3"]) await ask("promote", "edge", tag);
    const body = { repository: "acme/os", channel: "edge" };
    const headers = { "Idempotency-Key": "k1" };
    for (let time = 0; time < 3; time++) {
      const answer = await api.ask("POST", "/api/v1/channels/rollback", body, headers);
      expect(answer.body).toMatchObject({ current: { tag: "v2" } });
    }
    const again = await api.ask("POST", "/api/v1/channels/promote", { ...body, tag: "v1" }, headers);
    expect(again.body).toMatchObject({ code: "idempotency-key-used" });
    expect((await list()).channels).toMatchObject([{ current: { tag: "v2" } }, { current: null }]);
  });

  test("with gates lets nothing in until all are open, and says which are not", async () => {
    const refused = await ask("promote", "stable", "v1");
    expect(refused.status).toBe(409);
    expect(refused.body).toMatchObject({
      code: "channel-gate-closed",
      detail: expect.stringMatching(
        /v1 into stable: .*channel "edge"; .*600 seconds old.*; the check "boot"/,
      ),
    });
    await ask("promote", "edge", "v1");
    now = after(600);
    checks = new Map([["boot", "success"]]);
    expect((await ask("promote", "stable", "v1")).body).toMatchObject({ current: { tag: "v1" } });
  });

  test("that says so is what GitHub is told to be the latest", async () => {
    await ask("promote", "edge", "v1");
    checks = new Map([["boot", "success"]]);
    now = after(600);
    await ask("promote", "stable", "v1");
    const rows = await database.queries
      .selectFrom("outgoing")
      .select("key")
      .where("kind", "=", "latest")
      .execute();
    expect(rows).toEqual([{ key: "latest:1" }]);
  });

  test("that is not there, of a repository or a release that is not there, is named", async () => {
    expect((await ask("promote", "nope")).body).toMatchObject({
      ...{ code: "not-found", detail: 'there is no channel "nope"; there is edge, stable' },
    });
    expect((await ask("promote", "edge", "v9")).body).toMatchObject({
      detail: 'no release "v9" is published',
    });
    expect((await api.get("/api/v1/channels?repository=acme/none")).body).toMatchObject({
      code: "not-found",
    });
  });

  test("keeps its history as it was", async () => {
    await ask("promote", "edge", "v1");
    const change = database.queries.updateTable("channel_move").set({ actor: "eve" }).execute();
    await expect(change).rejects.toThrow("a recorded change is never changed");
  });
});
