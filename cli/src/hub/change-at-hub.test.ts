import { listenLocally } from "@debootc/tools/http/listen-locally";
import { createServer, type ServerResponse } from "node:http";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import * as z from "zod";
import { changeAtHub } from "./change-at-hub.ts";

beforeEach(() => void vi.stubEnv("DEBOOTC_HUB_KEY", "debootc_0_secret"));
afterEach(() => void vi.unstubAllEnvs());

/** Changes something at a hub that gives these answers, the last one again and again; returns also the keys that came. */
async function changed(...answers: ((response: ServerResponse) => void)[]) {
  const keys: unknown[] = [];
  const server = createServer(({ headers }, response) => {
    keys.push(headers["idempotency-key"]);
    (answers.length > 1 ? answers.shift() : answers[0])?.(response);
  });
  await using listening = await listenLocally(server);
  const { signal } = new AbortController();
  const change = { path: "/runs", body: {}, signal, pauses: [1, 1] };
  const access = { hub: `http://127.0.0.1:${listening.port}` };
  const got = await changeAtHub(access, z.unknown(), change).catch((error: unknown) => error);
  return { got, keys };
}

const problem = (status: number, code: string) => (response: ServerResponse) =>
  response.writeHead(status).end(JSON.stringify({ code, detail: "so it is" }));

test("what a hub may have done is asked for again with the same key", async () => {
  const { got, keys } = await changed(
    (response) => response.destroy(),
    problem(503, "hub-busy"),
    (response) => response.end('{"id":1}'),
  );
  expect(got).toEqual({ id: 1 });
  expect(keys).toHaveLength(3);
  expect(new Set(keys).size).toBe(1);
  expect(keys[0]).toMatch(/^[0-9a-f-]{36}$/);
});

test("what a hub refuses is asked for once, and one that does not come back ends it", async () => {
  const refused = await changed(problem(409, "state-conflict"));
  expect([refused.got, refused.keys.length]).toMatchObject([{ code: "state-conflict" }, 1]);
  const gone = await changed((response) => response.destroy());
  expect([gone.got, gone.keys.length]).toMatchObject([{ code: "hub-unreachable" }, 3]);
});
