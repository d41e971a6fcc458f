import { afterEach, beforeAll, expect, test } from "vitest";
import { memoryDatabase } from "../database/memory-database.fixture.ts";
import { TestedAgent } from "../fleet/agent.fixture.ts";
import { hubScene } from "../runs/scene.fixture.ts";
import { type TestedApi, testedApi } from "./api.fixture.ts";

beforeAll(memoryDatabase);
let api: TestedApi;
afterEach(() => {
  if (api.faults.length > 0) throw new Error(`a request met a fault: ${String(api.faults[0])}`);
});

test("a host is added with a token that is shown once, and listed with what its agent says", async () => {
  api = await testedApi(await hubScene());
  const { status, body } = await api.ask("POST", "/api/v1/hosts", { name: "builder-1" });
  expect(status).toBe(200);
  expect(body.token).toMatch(/^debootc_host_[0-9a-f]{16}_[\w-]{43}$/);
  expect(body.host).toMatchObject({ name: "builder-1", state: "enabled", alive: false, session: 0 });

  const agent = new TestedAgent(api.app, body.token, { runner: { kind: "official", version: "2.300.0" } });
  expect(await agent.session()).toMatchObject({ name: "builder-1", term: 1, lostAfterSeconds: 60, end: [] });
  await agent.heartbeat();
  const { body: listed } = await api.get("/api/v1/hosts");
  expect(listed.items).toMatchObject([
    {
      ...{ name: "builder-1", alive: true, session: 1, report: { slots: 1 }, orders: [] },
      ...{ load: { memoryFreeMiB: 1000 }, warning: expect.stringContaining("GitHub refuses runner 2.300.0") },
    },
  ]);
  expect(JSON.stringify(listed)).not.toContain("hash");
  expect((await api.ask("POST", "/api/v1/hosts", { name: "builder-1" })).status).toBe(409);
  expect((await api.ask("POST", "/api/v1/hosts", { name: "Builder 1" })).status).toBe(400);
});

test("the states of a host are steered, and a removed host is unknown, its agent too", async () => {
  api = await testedApi(await hubScene());
  const { body } = await api.ask("POST", "/api/v1/hosts", { name: "one" });
  const agent = new TestedAgent(api.app, body.token);
  await agent.session();
  for (const [action, state] of [
    ["disable", "disabled"],
    ["enable", "enabled"],
    // Without an order nothing is left to wait for.
    ["drain", "disabled"],
  ]) {
    expect((await api.ask("POST", `/api/v1/hosts/one/${action}`)).body.state).toBe(state);
    expect((await agent.heartbeat())?.state).toBe(state);
  }
  expect((await api.ask("POST", "/api/v1/hosts/one/remove")).body.state).toBe("removed");
  expect((await agent.ask("session", {})).status).toBe(400);
  expect((await agent.ask("heartbeat", beat(1))).status).toBe(401);
  expect((await api.get("/api/v1/hosts/one")).status).toBe(404);
});

const beat = (term: number) => ({ term, orders: [], load: 0, memoryFreeMiB: 1, diskFreeMiB: 1 });

test("a request of an earlier session is refused by its number", async () => {
  api = await testedApi(await hubScene());
  const { body } = await api.ask("POST", "/api/v1/hosts", { name: "one" });
  const agent = new TestedAgent(api.app, body.token);
  await agent.session();
  await agent.session();
  const old = await agent.ask<{ code: string; detail: string }>("heartbeat", beat(1));
  expect(old.status).toBe(409);
  expect(old.body).toMatchObject({ code: "session-ended", detail: expect.stringContaining("session 1") });
  expect((await agent.ask("next", { term: 1, orders: [], waitSeconds: 0 })).status).toBe(409);
  expect((await agent.ask("heartbeat", beat(2))).status).toBe(200);
});

test("the token of a host opens nothing but what agents ask, and a key of the API none of that", async () => {
  api = await testedApi(await hubScene());
  const { body } = await api.ask("POST", "/api/v1/hosts", { name: "one" });
  const asHost = { Authorization: `Bearer ${body.token}` };
  expect((await api.ask("GET", "/api/v1/hosts", undefined, asHost)).status).toBe(401);
  expect((await api.ask("POST", "/api/v1/agent/heartbeat", beat(1))).status).toBe(401);
  const forged = { Authorization: `Bearer ${body.token.slice(0, -1)}-` };
  expect((await api.ask("POST", "/api/v1/agent/heartbeat", beat(0), forged)).status).toBe(400);
  expect((await api.ask("POST", "/api/v1/agent/heartbeat", beat(1), forged)).status).toBe(401);
});

test("an agent that says too much, or something else, is refused", async () => {
  api = await testedApi(await hubScene());
  const { body } = await api.ask("POST", "/api/v1/hosts", { name: "one" });
  const agent = new TestedAgent(api.app, body.token);
  await agent.session();
  expect((await agent.ask("heartbeat", { ...beat(1), admin: true })).status).toBe(400);
  expect((await agent.ask("session", { host: {}, orders: [], pad: "x".repeat(600_000) })).status).toBe(413);
  expect((await agent.ask("orders/..%2f..%2fetc/report", { term: 1, state: "started" })).status).toBe(400);
});

test("an agent that waits gets an answer when the hub stops", async () => {
  const stopping = new AbortController();
  const asked = Promise.withResolvers<void>();
  api = await testedApi(await hubScene(), {
    fleet: {
      nextOrder: async (_, __, signal) => {
        asked.resolve();
        await new Promise<void>((resolve) => signal.addEventListener("abort", () => resolve()));
        return undefined;
      },
      wake: () => {},
    },
    signal: stopping.signal,
  });
  const { body } = await api.ask("POST", "/api/v1/hosts", { name: "one" });
  const agent = new TestedAgent(api.app, body.token);
  await agent.session();
  const answer = agent.next({ waitSeconds: 60 });
  await asked.promise;
  stopping.abort();
  expect(await answer).toBeUndefined();
});
