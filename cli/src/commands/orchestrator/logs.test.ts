import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { call } from "../../door/call-command.fixture.ts";
import { logs } from "./logs.ts";

const asked: string[] = [];
let answers: { readonly headers?: Record<string, string>; readonly body: string }[] = [];
let hub: string;
const server = createServer((request, response) => {
  asked.push(request.url ?? "");
  const { headers = {}, body } = answers.shift() ?? { body: "" };
  response.writeHead(200, headers).end(body);
});

beforeEach(async () => {
  asked.length = 0;
  vi.stubEnv("DEBOOTC_HUB_KEY", "debootc_0_secret");
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  hub = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterEach(() => {
  vi.unstubAllEnvs();
  server.closeAllConnections();
  return new Promise((resolve) => server.close(resolve));
});

const part = (body: string, next: number) => ({
  headers: { "Debootc-Log-Attempt": "2", "Debootc-Log-Next": String(next), "Debootc-Log-Over": "true" },
  body,
});

test("a log is printed in parts until there is no more of it", async () => {
  answers = [part("one\n", 4), part("two", 7), part("", 7)];
  const { said, result } = await call(logs, "40", "--hub", hub);
  expect(said).toBe("one\ntwo\n");
  expect(result).toEqual({ task: 40, attempt: 2, size: 7 });
  // The attempt stays the same, also if another one begins meanwhile.
  expect(asked).toEqual([
    "/api/v1/tasks/40/log?offset=0",
    "/api/v1/tasks/40/log?attempt=2&offset=4",
    "/api/v1/tasks/40/log?attempt=2&offset=7",
  ]);
});

test("a log is followed until its task is over, as text or as lines of JSON", async () => {
  const log = { attempt: 1, offset: 0, next: 4, text: "one\n" };
  const body = `: open\n\nevent: log\nid: 1:4\ndata: ${JSON.stringify(log)}\n\nevent: end\ndata: {"state":"FAILED"}\n\n`;
  answers = [{ body }, { body }];
  expect((await call(logs, "40", "--follow", "--hub", hub)).said).toBe("one\ntask 40 is FAILED\n");
  const { said, result } = await call(logs, "40", "--follow", "--attempt", "1", "--json", "--hub", hub);
  expect(JSON.parse(said)).toEqual({ type: "log", ...log });
  expect(result).toEqual({ task: 40, state: "FAILED" });
  expect(asked[1]).toBe("/api/v1/tasks/40/log/stream?attempt=1");
});

test("lines are found in as many pages as it takes, and shown so that nothing of them acts", async () => {
  const line = (text: string, attempt = 1) => ({ task: 40, attempt, line: 7, offset: 0, text });
  answers = [
    { body: JSON.stringify({ items: [], next: "c1" }) },
    { body: JSON.stringify({ items: [line("a needle\u202e\u001b[2J"), line("needle", 2)], next: "c2" }) },
  ];
  const { said } = await call(logs, "--search", "needle", "--run", "12", "--limit", "2", "--hub", hub);
  expect(said).toBe(
    "task 40, line 7: a needle\\u202e\ntask 40 attempt 2, line 7: needle\nmore lines may have it: --limit 20\n",
  );
  expect(asked).toEqual([
    "/api/v1/log/search?q=needle&run=12&limit=2",
    "/api/v1/log/search?q=needle&run=12&limit=2&cursor=c1",
  ]);
});

test.each([[[]], [["40", "--search", "xx"]], [["--follow"]], [["40", "--run", "3"]], [["x"]]])(
  "%j is refused before a hub is asked",
  async (words) => {
    await expect(call(logs, ...words, "--hub", hub)).rejects.toMatchObject({ code: "usage" });
    expect(asked).toEqual([]);
  },
);
