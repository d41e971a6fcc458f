import { expect, test } from "vitest";
import type { Part } from "./part.ts";
import { partTable } from "./part-table.ts";

/** Is a part that ends when it is told to, without a process. */
function fakePart(): Part & { readonly end: (how: string) => void; readonly sent: string[] } {
  let end: (how: string) => void = () => {};
  const ended = new Promise<string>((resolve) => {
    end = resolve;
  });
  const sent: string[] = [];
  return {
    ...{ name: "a part", logFile: "/log", ended, lastWords: () => ["its last words"], end, sent },
    send: (signal) => {
      sent.push(signal);
      if (signal === "SIGKILL") end(signal);
    },
    stop: async () => end("exit status 0"),
  };
}

function begin() {
  const started: (ReturnType<typeof fakePart> & { readonly again: boolean })[] = [];
  const plan = (isKept: boolean) => ({
    isKept,
    start: async (again: boolean) => {
      const part = { ...fakePart(), again };
      started.push(part);
      return part;
    },
  });
  const signal = new AbortController().signal;
  const table = partTable(
    { hub: plan(false), "agent-1": plan(true) },
    { reporterOf: () => () => {}, now: () => 0, pauseMs: 1, signal },
  );
  return { table, started };
}

test("a part that is killed stays so until it is started again", async () => {
  const { table, started } = begin();
  await table.start("hub");
  await table.kill("hub");
  await expect(table.kill("hub")).rejects.toThrow("hub does not run");
  await table.start("hub");

  expect(started.map(({ again }) => again)).toEqual([false, true]);
  await expect(table.start("hub")).rejects.toThrow("hub runs already");
});

test("a hub that ends by itself breaks the session, with its last words", async () => {
  const { table, started } = begin();
  await table.start("hub");
  started[0]?.end("exit status 1");

  await expect(table.broken).rejects.toThrow("ended with exit status 1:\n  its last words");
});

test("an agent that ends by itself is started again", async () => {
  const { table, started } = begin();
  await table.start("agent-1");
  started[0]?.end("SIGKILL");

  await expect.poll(() => started.length, { timeout: 10_000 }).toBe(2);
});

test("a part that there is not is named with those that there are", () => {
  const { table } = begin();
  expect(() => table.freeze("agent-9")).toThrow("there is no part agent-9; there are hub, agent-1");
});
