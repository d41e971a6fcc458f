import { expect, test } from "vitest";
import { after, hubScene, start } from "../runs/scene.fixture.ts";
import { testedApi } from "./api.fixture.ts";

test("deliveries are listed without their bodies, and a failed one is handled again", async () => {
  const hub = await hubScene();
  const row = {
    event: "push",
    action: null,
    installation_id: 1,
    repository_id: 1,
    due_at: start,
    lease_until: null,
  };
  const over = { handled_at: start, received_at: start };
  await hub.queries
    .insertInto("delivery")
    .values([
      { ...row, ...over, guid: "a", body: "the-secret", state: "failed", outcome: "failed: x", attempts: 5 },
      { ...row, ...over, guid: "b", body: null, state: "failed", outcome: "failed: y" },
      {
        ...row,
        guid: "c",
        body: "{}",
        state: "received",
        outcome: null,
        handled_at: null,
        received_at: after(1),
      },
    ])
    .execute();
  const { ask, get } = await testedApi(hub);
  const first = (await get("/api/v1/deliveries?limit=2")).body;
  expect(first.items.map(({ guid }: { guid: string }) => guid)).toEqual(["c", "a"]);
  const rest = (await get(`/api/v1/deliveries?limit=2&cursor=${first.next}`)).body;
  expect(rest.items.map(({ guid }: { guid: string }) => guid)).toEqual(["b"]);
  expect(JSON.stringify([first, (await get("/api/v1/deliveries/a")).body])).not.toContain("the-secret");
  expect((await get("/api/v1/deliveries?state=failed&repository=acme/os")).body.items).toHaveLength(2);
  expect((await ask("POST", "/api/v1/deliveries/a/replay")).body).toMatchObject({
    state: "received",
    attempts: 0,
  });
  expect((await ask("POST", "/api/v1/deliveries/a/replay")).status).toBe(409);
  expect((await ask("POST", "/api/v1/deliveries/b/replay")).body.code).toBe("state-conflict");
  expect((await ask("POST", "/api/v1/deliveries/z/replay")).status).toBe(404);
});

test("installations, and repositories with their schedules, are listed in pages", async () => {
  const hub = await hubScene();
  await hub.queries
    .insertInto("schedule")
    .values({ repository_id: 2, name: "nightly", cron: "0 2 * * *", next_at: after(60) })
    .execute();
  const { get } = await testedApi(hub);
  expect((await get("/api/v1/installations")).body.items).toMatchObject([{ id: 1, account: "acme" }]);
  const first = (await get("/api/v1/repositories?limit=1")).body;
  expect(first.items).toMatchObject([{ name: "acme/os", schedules: [] }]);
  const second = (await get(`/api/v1/repositories?limit=1&cursor=${first.next}`)).body;
  expect(second.items[0].schedules).toEqual([
    { name: "nightly", cron: "0 2 * * *", nextAt: after(60).toISOString() },
  ]);
});

test("keys are made, listed without their secrets, and revoked", async () => {
  const { ask, get } = await testedApi(await hubScene());
  const made = (await ask("POST", "/api/v1/keys", { name: "ci", expiresAt: after(60).toISOString() })).body;
  expect(made.text).toMatch(/^debootc_/);
  const listed = (await get("/api/v1/keys")).body;
  expect(listed.items.map(({ name }: { name: string }) => name).toSorted()).toEqual(["ci", "test"]);
  expect(JSON.stringify(listed)).not.toMatch(/hash|sha256/);
  expect((await ask("POST", `/api/v1/keys/${made.key.id}/revoke`)).body.revokedAt).toBe(start.toISOString());
  expect((await ask("POST", `/api/v1/keys/${made.key.id}/revoke`)).status).toBe(409);
  expect((await ask("POST", "/api/v1/keys", { name: "late", expiresAt: start.toISOString() })).status).toBe(
    400,
  );
  expect((await ask("POST", "/api/v1/keys", { name: "a b" })).status).toBe(400);
});
