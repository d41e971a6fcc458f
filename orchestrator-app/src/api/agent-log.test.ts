import { DebootcError } from "@debootc/core/error/debootc-error";
import { expect, test } from "vitest";
import { start } from "../runs/scene.fixture.ts";
import { mostBytesOfPiece } from "../task-log/append-pieces.ts";
import { LogBatcher } from "../task-log/log-batcher.ts";
import { logCounters } from "../task-log/log-counters.ts";
import { first, logScene, order, textOf } from "../task-log/log-scene.fixture.ts";
import { testedApi } from "./api.fixture.ts";

/** Serves the route for a host whose token is `host`, with an order for the first attempt at the first task. */
async function agentScene() {
  const hub = await logScene();
  const batcher = new LogBatcher({ database: hub, clock: () => start, counters: logCounters() });
  const { app, ask, document } = await testedApi(hub, {
    agentLogs: {
      append: (piece) => batcher.add(piece),
      attemptOf: async (c, id) => {
        if (c.req.header("Authorization") !== "Bearer host") {
          throw new DebootcError("not-authenticated", "no host has this token");
        }
        if (id !== order) throw new DebootcError("not-found", `the host has no order ${id}`);
        return first;
      },
    },
  });
  const send = (
    offset: number | string,
    body: string | Uint8Array,
    { id = order, token = "host" }: { readonly id?: string; readonly token?: string } = {},
  ) =>
    ask("POST", `/api/v1/agent/orders/${id}/log?offset=${offset}`, body, {
      Authorization: `Bearer ${token}`,
      "Content-Type": "application/octet-stream",
    });
  return { hub, app, document, send };
}

test("a host sends pieces of a log, and learns where to go on", async () => {
  const { hub, send } = await agentScene();
  expect((await send(0, "one\n")).body).toEqual({ next: 4 });
  expect((await send(0, "one\ntwo\n")).body).toEqual({ next: 8 });
  expect((await send(100, "far\n")).body).toEqual({ next: 8 });
  expect((await send(8, "")).body).toEqual({ next: 8 });
  expect(await textOf(hub)).toBe("one\ntwo\n");
});

test("only a host with that order may write its log, and a key of the API is no host", async () => {
  const { hub, app, send } = await agentScene();
  expect((await send(0, "x", { token: "other" })).status).toBe(401);
  expect((await send(0, "x", { id: "1-zzzzzz" })).status).toBe(404);
  expect((await send(0, "x", { id: "..%2F1-abcdef" })).status).toBe(400);
  expect(
    (await app.request("/api/v1/tasks/1/log", { headers: { Authorization: "Bearer host" } })).status,
  ).toBe(401);
  expect(await textOf(hub)).toBe("");
});

test("a piece that is too long, or begins at no byte, is refused, and the longest one is stored", async () => {
  const { hub, send } = await agentScene();
  expect((await send(0, "x".repeat(mostBytesOfPiece + 1))).body.code).toBe("request-too-large");
  for (const offset of ["-1", "x", "1e99", ""]) expect((await send(offset, "x")).status).toBe(400);
  expect((await send(0, "x".repeat(mostBytesOfPiece))).body).toEqual({ next: mostBytesOfPiece });
  expect((await textOf(hub)).length).toBe(mostBytesOfPiece);
});

test("the route is in the document", async () => {
  const { document } = await agentScene();
  expect(Object.keys(document.paths)).toContain("/api/v1/agent/orders/{id}/log");
});
