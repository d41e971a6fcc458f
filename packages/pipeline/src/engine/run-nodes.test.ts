import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { DebootcError } from "@debootc/core/error/debootc-error";
import { describe, expect, test } from "vitest";
import { node, runAll } from "./graph.fixture.ts";

describe("nodes in a row", () => {
  test("each gets the records of those before it", async () => {
    const { outcome, states, kept } = await runAll([
      node("first", () => "a"),
      node("second", ({ first }) => `${first}b`, { reads: ["first"] }),
    ]);

    expect(outcome).toMatchObject({ records: { first: "a", second: "ab" }, failed: [] });
    expect(states).toEqual(["first started", "first finished", "second started", "second finished"]);
    expect(kept).toEqual(["first", "second"]);
  });

  test("a record that is taken if it is made is waited for, missed if it failed, and done without if nothing makes it", async () => {
    const taker = node("second", ({ first = "nothing" }) => `has ${first}`, { ifMade: ["first"] });
    const failing = node("first", () => Promise.reject(new Error("no")), { required: false });

    const alone = await runAll([taker]);
    expect(alone.outcome).toMatchObject({ records: { second: "has nothing" }, failed: [] });
    const both = await runAll([taker, node("first", () => "a")]);
    expect(both.outcome).toMatchObject({ records: { second: "has a" } });
    expect(both.states[0]).toBe("first started");
    const without = await runAll([failing, taker]);
    expect(without.outcome).toMatchObject({ records: {}, failed: ["first", "second"] });
  });

  test("events are stamped without a gap", async () => {
    const { events } = await runAll([node("first", () => "a"), node("second", () => "b")]);

    expect(events.map(({ sequence }) => sequence)).toEqual(events.map((_, index) => index));
  });

  test("a required node that fails ends the run with its error", async () => {
    const failure = new DebootcError("package-broken", "no");
    const { outcome, states } = await runAll([
      node("first", () => {
        throw failure;
      }),
      node("second", () => "b"),
    ]);

    expect(outcome).toBe(failure);
    expect(states).toEqual(["first started", "first failed"]);
  });

  test("a failable node that fails is noted, and what reads it is skipped", async () => {
    const { outcome, states, events } = await runAll([
      node("first", () => Promise.reject(new Error("no")), { required: false }),
      node("second", () => "b", { reads: ["first"], required: false }),
      node("third", () => "c"),
    ]);

    expect(outcome).toMatchObject({ records: { third: "c" }, failed: ["first", "second"] });
    expect(events).toMatchObject(
      expect.arrayContaining([
        expect.objectContaining({
          diagnostic: expect.objectContaining({ severity: "warning", message: "first: no" }),
        }),
      ]),
    );
    expect(states).toEqual([
      "first started",
      "first failed",
      "second skipped",
      "third started",
      "third finished",
    ]);
  });

  test("a node that reused its result says so, and one that could have is named", async () => {
    const ending = (reused?: boolean) => ({
      run: async () => ({ output: "x", ...(reused === undefined ? {} : { reused }) }),
    });
    const { outcome, states } = await runAll([
      node("first", () => "", ending(true)),
      node("second", () => "", ending(false)),
      node("third", () => "", ending()),
    ]);

    expect(outcome).toMatchObject({ made: ["second"] });
    expect(states.filter((state) => !state.endsWith("started"))).toEqual([
      "first reused",
      "second finished",
      "third finished",
    ]);
  });

  test("a node over its time is stopped and named", async () => {
    const { outcome } = await runAll([
      node("first", (_, { signal }) => setTimeout(60_000, "late", { signal }), { timeoutSeconds: 0.05 }),
    ]);

    expect(outcome).toMatchObject({ code: "timed-out", message: "first did not end within 0.05 s" });
  });

  test("a cancelled run is cancelled, whatever the node made of it", async () => {
    const abort = new AbortController();
    const { outcome } = await runAll(
      [node("first", () => (abort.abort(), Promise.reject(new Error("torn down"))))],
      abort.signal,
    );

    expect(outcome).toMatchObject({ code: "cancelled" });
  });

  test("want of space is told as that", async () => {
    const full = Object.assign(new Error("full"), { code: "ENOSPC", path: "/somewhere" });
    const { outcome } = await runAll([node("first", () => Promise.reject(full))]);

    expect(outcome).toMatchObject({
      code: "results-unwritable",
      message: expect.stringContaining("/somewhere"),
    });
  });

  test("work is removed and the log keeps what tools said", async () => {
    const { work, log } = await runAll([
      node("first", async (_, { workDirectory, log: say }) => {
        await writeFile(join(workDirectory, "scratch"), "x");
        say("said");
        return "a";
      }),
    ]);

    expect(work).toEqual([]);
    expect(log).toBe("said\n");
  });
});

/** Something that another node waits for. */
function gate() {
  const { promise, resolve } = Promise.withResolvers<void>();
  return { passed: promise, open: () => resolve() };
}

describe("nodes side by side", () => {
  const together = (nodes: Parameters<typeof runAll>[0], signal?: AbortSignal) =>
    runAll(nodes, signal, { atOnce: 2 });

  test("those that do not wait for each other run at the same time", async () => {
    const [firstRuns, secondRuns] = [gate(), gate()];
    const meet = (mine: ReturnType<typeof gate>, other: ReturnType<typeof gate>) => async () => {
      mine.open();
      await other.passed;
      return "met";
    };
    const { outcome, states } = await together([
      node("first", meet(firstRuns, secondRuns)),
      node("second", meet(secondRuns, firstRuns)),
    ]);

    expect(outcome).toMatchObject({ records: { first: "met", second: "met" } });
    expect(states.slice(0, 2)).toEqual(["first started", "second started"]);
  });

  test("no more than are allowed run at the same time, the first of the list before the others", async () => {
    const [firstRuns, secondRuns] = [gate(), gate()];
    const { states } = await together([
      node("first", () => (firstRuns.open(), secondRuns.passed.then(() => ""))),
      node("second", () => (secondRuns.open(), firstRuns.passed.then(() => ""))),
      node("third", () => "c"),
    ]);

    expect(states.slice(0, 2)).toEqual(["first started", "second started"]);
    expect(states[2]).toMatch(/finished$/);
  });

  test("one for which there is no memory waits, and smaller ones behind it do not", async () => {
    const [firstRuns, thirdRan] = [gate(), gate()];
    const { states } = await runAll(
      [
        node("first", () => (firstRuns.open(), thirdRan.passed.then(() => "")), { memoryMiB: 60 }),
        node("second", () => "b", { memoryMiB: 60 }),
        node("third", () => (thirdRan.open(), "c"), { memoryMiB: 10 }),
      ],
      undefined,
      { atOnce: 3, memoryMiB: 100 },
    );

    expect(states.filter((state) => state.endsWith("started"))).toEqual([
      "first started",
      "third started",
      "second started",
    ]);
    expect(states.indexOf("second started")).toBeGreaterThan(states.indexOf("first finished"));
  });

  test("one that wants more memory than there is runs by itself", async () => {
    const { states } = await runAll(
      [node("first", () => "a"), node("second", () => "b", { memoryMiB: 500 }), node("third", () => "c")],
      undefined,
      { atOnce: 3, memoryMiB: 100 },
    );

    const around = states.slice(states.indexOf("second started"), states.indexOf("second started") + 2);
    expect(around).toEqual(["second started", "second finished"]);
  });

  test("one begins when all that it reads is there, whatever its place in the list", async () => {
    const { outcome, states } = await together([
      node("third", ({ first, second }) => `${first}${second}`, { reads: ["first", "second"] }),
      node("second", () => "b"),
      node("first", () => "a"),
    ]);

    expect(outcome).toMatchObject({ records: { third: "ab" } });
    expect(states.indexOf("third started")).toBe(4);
  });

  test("one that comes after another waits for it, and runs although that failed", async () => {
    const { outcome, states } = await together([
      node("first", () => setTimeout(5).then(() => Promise.reject(new Error("no"))), { required: false }),
      node("second", ({ first }) => `second ${first}`, { after: ["first"] }),
    ]);

    expect(outcome).toMatchObject({ records: { second: "second undefined" }, failed: ["first"] });
    expect(states).toEqual(["first started", "first failed", "second started", "second finished"]);
  });

  test("a required one that fails stops the others, and the run ends with its error when they have ended", async () => {
    const failure = new DebootcError("package-broken", "no");
    const secondRuns = gate();
    let hasCleanedUp = false;
    const { outcome, states, events } = await together([
      node("first", () => secondRuns.passed.then(() => Promise.reject(failure))),
      node("second", async (_, { signal }) => {
        secondRuns.open();
        await setTimeout(60_000, undefined, { signal }).catch(() => setTimeout(5));
        hasCleanedUp = true;
        throw new Error("torn down");
      }),
      node("third", () => "c", { reads: ["second"] }),
    ]);

    expect(outcome).toBe(failure);
    expect(hasCleanedUp).toBe(true);
    expect(states).toEqual(["first started", "second started", "first failed", "second failed"]);
    expect(events.at(-1)).toMatchObject({
      error: { code: "cancelled", message: "stopped, because another step failed" },
    });
  });

  test("a cancelled run ends when all that ran has ended", async () => {
    const abort = new AbortController();
    const secondRuns = gate();
    const { outcome, states } = await together(
      [
        node("first", async (_, { signal }) => {
          await secondRuns.passed;
          abort.abort();
          signal.throwIfAborted();
          return "";
        }),
        node("second", async (_, { signal }) => {
          secondRuns.open();
          return setTimeout(60_000, "late", { signal });
        }),
      ],
      abort.signal,
    );

    expect(outcome).toMatchObject({ code: "cancelled", message: "cancelled" });
    expect(states.filter((state) => state.endsWith("failed"))).toHaveLength(2);
  });

  test.each([
    ["reads what nothing makes", [node("first", () => "", { reads: ["third"] })], "which nothing leaves"],
    [
      "waits for one that waits for it",
      [node("first", () => "", { after: ["second"] }), node("second", () => "", { after: ["first"] })],
      "nodes wait for each other: first -> second -> first",
    ],
    ["has the id of another", [node("first", () => ""), node("first", () => "")], "two nodes"],
  ])("one that %s is a fault of debootc", async (_, nodes, message) => {
    const { outcome } = await together(nodes);

    expect(outcome).toMatchObject({ code: "internal-fault", message: expect.stringContaining(message) });
  });
});
