import { expect, test } from "vitest";
import { addHost, startedOrder } from "../fleet/fleet.fixture.ts";
import { after } from "../runs/scene.fixture.ts";
import { mostBytesOfPiece } from "../task-log/append-pieces.ts";
import { logScene, order, textOf } from "../task-log/log-scene.fixture.ts";
import { testedApi } from "./api.fixture.ts";

/** Serves the API with two hosts, of which the first has an order for the first task. */
async function agentScene() {
  const hub = await logScene();
  const { host, token } = await addHost(hub, "builder-1");
  const other = await addHost(hub, "builder-2");
  await startedOrder(hub, { host, task: 1, id: order });
  const { app, ask, key } = await testedApi(hub);
  const send = (
    offset: number | string,
    body: string | Uint8Array,
    { id = order, as = token }: { readonly id?: string; readonly as?: string } = {},
  ) =>
    ask("POST", `/api/v1/agent/orders/${id}/log?offset=${offset}`, body, {
      Authorization: `Bearer ${as}`,
      "Content-Type": "application/octet-stream",
    });
  return { hub, app, key, token, other, send };
}

test("a host sends pieces of a log, and learns where to go on", async () => {
  const { hub, send } = await agentScene();
  expect((await send(0, "one\n")).body).toEqual({ next: 4 });
  expect((await send(0, "one\ntwo\n")).body).toEqual({ next: 8 });
  expect((await send(100, "far\n")).body).toEqual({ next: 8 });
  expect((await send(8, "")).body).toEqual({ next: 8 });
  expect(await textOf(hub)).toBe("one\ntwo\n");
});

test("only the host that has the order may write its log, and a key of the API is no host", async () => {
  const { hub, app, key, token, other, send } = await agentScene();
  expect((await send(0, "x", { as: other.token })).status).toBe(404);
  expect((await send(0, "x", { as: key })).status).toBe(401);
  expect((await send(0, "x", { id: "1-zzzzzz" })).status).toBe(404);
  expect((await send(0, "x", { id: "..%2F1-abcdef" })).status).toBe(400);
  const asHost = { headers: { Authorization: `Bearer ${token}` } };
  expect((await app.request("/api/v1/tasks/1/log", asHost)).status).toBe(401);
  expect(await textOf(hub)).toBe("");
});

test("a host that lost its order to another one changes nothing, and is not kept sending", async () => {
  const { hub, other, send } = await agentScene();
  await send(0, "one\n");
  const later = await startedOrder(hub, { host: other.host, task: 1, id: "1-ghijkl", at: after(90) });
  expect((await send(4, "late\n")).body).toEqual({ next: 9 });
  expect((await send(0, "again\n", { id: later, as: other.token })).body).toEqual({ next: 6 });
  expect(await textOf(hub)).toBe("one\nagain\n");
});

test("what comes after the end of an order is still taken: the last lines are about why it ended", async () => {
  const { hub, send } = await agentScene();
  const ended = { state: "ended", outcome: "failed", ended_at: after(9) } as const;
  await hub.queries.updateTable("placement").set(ended).where("id", "=", order).execute();
  expect((await send(0, "the last line\n")).body).toEqual({ next: 14 });
  expect(await textOf(hub)).toBe("the last line\n");
});

test("a piece that is too long, or begins at no byte, is refused, and the longest one is stored", async () => {
  const { hub, send } = await agentScene();
  expect((await send(0, "x".repeat(mostBytesOfPiece + 1))).body.code).toBe("request-too-large");
  for (const offset of ["-1", "x", "1e99", ""]) expect((await send(offset, "x")).status).toBe(400);
  expect((await send(0, "x".repeat(mostBytesOfPiece))).body).toEqual({ next: mostBytesOfPiece });
  expect((await textOf(hub)).length).toBe(mostBytesOfPiece);
});
