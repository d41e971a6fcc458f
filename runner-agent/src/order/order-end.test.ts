import { DebootcError } from "@debootc/core/error/debootc-error";
import { orderReportSchema } from "@debootc/core/fleet/agent-messages";
import { expect, test } from "vitest";
import { exitByError, exitByReason, exitOf } from "./order-end.ts";

test("a status above 128 is told as the signal that it stands for", () => {
  expect(exitOf(0)).toEqual({ code: 0, signal: null });
  expect(exitOf(7)).toEqual({ code: 7, signal: null });
  expect(exitOf(143)).toEqual({ code: null, signal: "SIGTERM" });
  expect(exitOf(255)).toEqual({ code: 255, signal: null });
});

test("a runner that is no program is a failure of the host", () => {
  expect(exitOf(127)).toMatchObject({ code: 127, failure: { class: "infrastructure" } });
});

test("what the agent ended is a failure of the host, unless its time was over or the hub wanted it", () => {
  const classOf = (reason: Parameters<typeof exitByReason>[0]) => exitByReason(reason).failure?.class;
  expect(classOf("timed-out")).toBe("time-out");
  expect(classOf("given-up")).toBe("cancelled");
  expect(classOf("agent-stopped")).toBe("infrastructure");
  expect(classOf("hub-lost")).toBe("infrastructure");
});

test("an error is told with its code and hint, as long as the hub reads", () => {
  const error = new DebootcError("results-unwritable", "x".repeat(9000), { hint: "Free some space." });
  const exit = exitByError(error);
  expect(exit.failure).toMatchObject({ code: "results-unwritable", hint: "Free some space." });
  expect(orderReportSchema.safeParse({ term: 1, state: "ended", exit }).success).toBe(true);
  expect(exitByError(new TypeError("odd")).failure).toMatchObject({
    code: "runner-not-started",
    class: "infrastructure",
    message: "odd",
  });
});
