import { describe, expect, test } from "vitest";
import type { Event, Report } from "../event/event.ts";
import { phaseTimings, timingsOf, timingsRecord } from "./timings.ts";

/** Events of a run that began at noon, each `[seconds since then, node, report]`. */
function run(...said: readonly (readonly [number, string | undefined, Report])[]): Event[] {
  const noon = Date.UTC(2025, 0, 31, 12);
  return said.map(([seconds, node, report], sequence) =>
    Object.assign(
      {},
      report,
      { sequence, time: new Date(noon + seconds * 1000).toISOString() },
      node && { node },
    ),
  );
}
const node = (state: "started" | "reused" | "finished" | "failed" | "skipped", phase: string): Report => ({
  type: "node",
  state,
  phase,
  title: `doing ${phase}`,
});
const begin = [0, undefined, { type: "run", state: "started" }] as const;

describe("timings of a run", () => {
  test("a node counts from its start to its end", () => {
    const events = run(
      begin,
      [1, "lock", node("started", "gather")],
      [3.5, "lock", node("finished", "gather")],
      [4, undefined, { type: "run", state: "finished" }],
    );
    expect(timingsOf("tiny-13-20250131.t.0", events)).toEqual({
      composeId: "tiny-13-20250131.t.0",
      started: "2025-01-31T12:00:00.000Z",
      seconds: 4,
      nodes: [
        {
          node: "lock",
          phase: "gather",
          title: "doing gather",
          outcome: "finished",
          startSeconds: 1,
          seconds: 2.5,
        },
      ],
    });
  });

  test("a node that came from the cache without starting takes no time", () => {
    const timings = timingsOf("x", run(begin, [2, "root", node("reused", "build")]));
    expect(timings?.nodes).toMatchObject([{ outcome: "reused", startSeconds: 2, seconds: 0 }]);
  });

  test("a node that was left out says why, and is no part of how long its phase took", () => {
    const left: Report = {
      type: "node",
      state: "skipped",
      phase: "output",
      title: "lint",
      reason: "not wanted",
    };
    const events = run(
      begin,
      [0, "lint", left],
      [5, "image", node("started", "output")],
      [7, "image", node("finished", "output")],
    );
    const timings = timingsOf("x", events);

    expect(timings?.nodes[0]).toMatchObject({
      node: "lint",
      outcome: "skipped",
      reason: "not wanted",
      seconds: 0,
    });
    expect(timings && phaseTimings(timings)).toEqual([{ phase: "output", seconds: 2, reused: false }]);
    expect(timings && timingsRecord.parse(timingsRecord.serialize(timings), "here")).toEqual(timings);
  });

  test("a node that never ended is left out", () => {
    expect(timingsOf("x", run(begin, [2, "root", node("started", "build")]))?.nodes).toEqual([]);
  });

  test("nodes are in the order in which they began, whichever ended first", () => {
    const events = run(
      begin,
      [1, "slow", node("started", "p")],
      [1, "quick", node("started", "p")],
      [2, "quick", node("finished", "p")],
      [3, "slow", node("finished", "p")],
    );
    expect(timingsOf("x", events)?.nodes.map((timing) => timing.node)).toEqual(["slow", "quick"]);
  });

  test("a clock that was set back gives no negative time", () => {
    const timings = timingsOf(
      "x",
      run(begin, [5, "a", node("started", "p")], [2, "a", node("finished", "p")]),
    );
    expect(timings?.nodes).toMatchObject([{ seconds: 0 }]);
    expect(timingsRecord.schema.safeParse(timings).success).toBe(true);
  });

  test("a run that never began has none", () => {
    expect(timingsOf("x", [])).toBeUndefined();
  });
});

describe("timings of phases", () => {
  test("parallel nodes of one phase count once", () => {
    const events = run(
      begin,
      [1, "a", node("started", "build")],
      [2, "b", node("started", "build")],
      [4, "a", node("finished", "build")],
      [7, "b", node("finished", "build")],
      [7, "c", node("reused", "output")],
    );
    expect(phaseTimings(timingsOf("x", events) ?? { nodes: [] })).toEqual([
      { phase: "build", seconds: 6, reused: false },
      { phase: "output", seconds: 0, reused: true },
    ]);
  });
});
