import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { type PartPlan, startPart } from "./part.ts";

let directory: string;
const signal = new AbortController().signal;

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), "part-"));
});
afterEach(() => rm(directory, { recursive: true }));

function plan(script: string, more: Partial<PartPlan> = {}): PartPlan {
  return {
    ...{ name: "the hub", logFile: join(directory, "hub.log"), tool: "sh", args: ["-c", script], env: {} },
    ...{ isReady: (line) => line === "ready", stopSeconds: 10, readySeconds: 30, ...more },
  };
}

test("a part is there once it says so, and ends when it is asked to", async () => {
  const part = await startPart(
    plan("trap 'echo bye; exit 0' TERM; echo ready; while :; do sleep 0.05; done"),
    signal,
  );
  await part.stop();

  expect(await part.ended).toBe("exit status 0");
  expect(part.lastWords()).toEqual(["ready", "bye"]);
});

test("one that does not listen is killed, also while it is frozen", async () => {
  const script = "trap '' TERM; echo ready; while :; do sleep 0.05; done";
  const part = await startPart(plan(script, { stopSeconds: 0.2 }), signal);
  part.send("SIGSTOP");
  await part.stop();

  expect(await part.ended).toBe("SIGKILL");
});

test("one that finishes its work first is asked twice", async () => {
  const script = "trap 'echo draining; trap \"exit 4\" TERM' TERM; echo ready; while :; do sleep 0.05; done";
  const part = await startPart(plan(script, { isAskedTwice: true }), signal);
  await part.stop();

  expect([await part.ended, part.lastWords()]).toEqual(["exit status 4", ["ready", "draining"]]);
});

test("one that ends before it can be used is told with what it said and where its log is", async () => {
  await expect(startPart(plan("echo 'the port is taken' >&2; exit 3"), signal)).rejects.toMatchObject({
    code: "tool-failed",
    message: "the hub ended with exit status 3:\n  the port is taken",
    hint: `Its whole log is ${join(directory, "hub.log")}.`,
  });
});

test("what must not be in a log is neither there nor in its last words", async () => {
  const part = await startPart(
    plan("echo debootc_0_secret; echo ready; sleep 60", {
      forLog: (line) => (line.startsWith("debootc_") ? "(a key)" : line),
    }),
    signal,
  );
  part.send("SIGKILL");
  await part.ended;

  expect(part.lastWords()).toEqual(["(a key)", "ready"]);
  await expect.poll(() => readFile(join(directory, "hub.log"), "utf8")).toBe("(a key)\nready\n");
});
