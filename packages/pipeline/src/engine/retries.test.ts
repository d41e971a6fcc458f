import { writeFileSync } from "node:fs";
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { DebootcError } from "@debootc/core/error/debootc-error";
import { type ErrorCode, errorCodes } from "@debootc/core/error/codes";
import { isPassing } from "@debootc/core/error/is-passing";
import { expect, test } from "vitest";
import { node, runAll } from "./graph.fixture.ts";

/** A node that fails so many times, and then leaves a word. */
function failing(times: number, code: ErrorCode = "mirror-unreachable", retries: number | undefined = 2) {
  let attempts = 0;
  const run = () => {
    attempts += 1;
    if (attempts <= times) throw new DebootcError(code, `failure ${attempts}`);
    return "word";
  };
  return { one: node("first", run, retries === undefined ? {} : { retries }), attempts: () => attempts };
}

test("a step whose mirror fails is tried again, each time after a longer pause, and each is told with its reason", async () => {
  const { one } = failing(2);
  const { outcome, events, pauses, states, log } = await runAll([one]);

  expect(outcome).toMatchObject({ records: { first: "word" }, failed: [] });
  expect(states).toEqual(["first started", "first finished"]);
  expect(pauses).toEqual([5, 15]);
  expect(events.flatMap((event) => (event.type === "diagnostic" ? [event] : []))).toMatchObject([
    {
      node: "first",
      diagnostic: {
        severity: "warning",
        code: "step-retried",
        message: "first: failure 1",
        hint: "It is tried again in 5 s, for the 1st time of at most 2.",
      },
    },
    { diagnostic: { message: "first: failure 2" } },
  ]);
  expect(log).toContain("failure 1\nIt is tried again in 5 s");
});

test.each([
  [0, 1],
  [1, 2],
  [4, 5],
])("with retries %j it is tried %i times", async (retries, expected) => {
  const { one, attempts } = failing(99, "mirror-unreachable", retries);
  const { outcome, pauses } = await runAll([one]);

  expect(outcome).toMatchObject({ code: "mirror-unreachable", message: `failure ${expected}` });
  expect(attempts()).toBe(expected);
  expect(Math.max(0, ...pauses)).toBeLessThanOrEqual(60);
});

test("a step of which nobody says so is not tried again", async () => {
  let attempts = 0;
  const one = node("first", () => {
    attempts += 1;
    throw new DebootcError("mirror-unreachable", "gone");
  });

  expect((await runAll([one])).outcome).toMatchObject({ code: "mirror-unreachable" });
  expect(attempts).toBe(1);
});

test("what no network can have caused fails at once", async () => {
  for (const code of (Object.keys(errorCodes) as ErrorCode[]).filter((one) => !isPassing(one))) {
    const { one, attempts } = failing(1, code);
    const { pauses } = await runAll([one]);

    expect([code, attempts(), pauses]).toEqual([code, 1, []]);
  }
});

test("an error that debootc does not know is a fault, and no reason to try again", async () => {
  const failing = () => Promise.reject(new Error("no"));
  const { outcome, pauses } = await runAll([node("first", failing, { retries: 2 })]);

  expect(outcome).toMatchObject({ message: "no" });
  expect(pauses).toEqual([]);
});

test("each attempt has a work directory with nothing in it", async () => {
  const seen: string[][] = [];
  const run = async (_: object, { workDirectory }: { readonly workDirectory: string }) => {
    seen.push(await readdir(workDirectory));
    writeFileSync(join(workDirectory, "left"), "");
    if (seen.length < 3) throw new DebootcError("mirror-unreachable", "gone");
    return "word";
  };
  const { work } = await runAll([node("first", run, { retries: 2 })]);

  expect(seen).toEqual([[], [], []]);
  expect(work).toEqual([]);
});

test("a run that is stopped while a step waits ends at once", async () => {
  const stop = new AbortController();
  const { one, attempts } = failing(99);
  const [{ outcome }] = await Promise.all([
    runAll([one], stop.signal, { atOnce: 1 }),
    Promise.resolve().then(() => stop.abort()),
  ]);

  expect(outcome).toMatchObject({ code: "cancelled" });
  expect(attempts()).toBeLessThan(2);
});
