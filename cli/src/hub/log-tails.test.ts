import { listenLocally } from "@debootc/tools/http/listen-locally";
import { createServer, type ServerResponse } from "node:http";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { LogTails } from "./log-tails.ts";

beforeEach(() => void vi.stubEnv("DEBOOTC_HUB_KEY", "debootc_0_secret"));
afterEach(() => void vi.unstubAllEnvs());

test("a log beyond those that are followed at once is followed whole when another one ends", async () => {
  const open = new Map<string, ServerResponse>();
  let most = 0;
  const server = createServer(({ url = "" }, response) => {
    const task = /\/tasks\/(\d+)\/log/.exec(url)?.[1] ?? "";
    open.set(task, response);
    most = Math.max(most, open.size);
    response.writeHead(200).write(`event: log\nid: 1:1\ndata: {"text":"line of ${task}\\n"}\n\n`);
  });
  await using listening = await listenLocally(server);
  const end = (task: string) => {
    open.get(task)?.end("event: end\ndata: {}\n\n");
    open.delete(task);
  };
  const lines: string[] = [];
  const access = { hub: `http://127.0.0.1:${listening.port}` };
  await using tails = new LogTails(access, new AbortController().signal, (task, line) =>
    lines.push(`${task}: ${line}`),
  );
  const tasks = Array.from({ length: 10 }, (_, index) => index + 1);
  for (const task of [...tasks, ...tasks]) tails.follow(task, `task-${task}`);
  await expect.poll(() => lines.length, { timeout: 30_000 }).toBe(8);
  for (const task of ["1", "2"]) end(task);
  await expect.poll(() => lines.length, { timeout: 30_000 }).toBe(10);
  for (const task of open.keys()) end(task);
  await tails.end();
  expect(lines.toSorted()).toEqual(tasks.map((task) => `task-${task}: line of ${task}`).toSorted());
  expect(most).toBe(8);
});
