import { getEventListeners } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";
import { describe, expect, test } from "vitest";
import { joinedSignal } from "./joined-signal.ts";

describe("a joined signal", () => {
  test("is aborted by any of them, for its reason", () => {
    const [run, stop] = [new AbortController(), new AbortController()];
    using joined = joinedSignal([run.signal, stop.signal], 60);
    expect(joined.signal.aborted).toBe(false);

    stop.abort(new Error("another failed"));

    expect(joined.signal.reason).toEqual(new Error("another failed"));
    expect(joined.isTimedOut()).toBe(false);
  });

  test("is aborted from the beginning by one that is", () => {
    using joined = joinedSignal([AbortSignal.abort(new Error("before"))], 60);

    expect(joined.signal.reason).toEqual(new Error("before"));
  });

  test("is aborted when the time is up, and says so", async () => {
    using joined = joinedSignal([new AbortController().signal], 0.01);
    await sleep(50);

    expect([joined.signal.aborted, joined.isTimedOut()]).toEqual([true, true]);
  });

  test("leaves nothing with the others when it is disposed of", () => {
    const run = new AbortController();
    const joined = joinedSignal([run.signal], 60);
    expect(getEventListeners(run.signal, "abort")).toHaveLength(1);

    joined[Symbol.dispose]();

    expect(getEventListeners(run.signal, "abort")).toEqual([]);
  });
});
