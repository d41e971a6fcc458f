import fc from "fast-check";
import { expect, test } from "vitest";
import type { DeliveryFault, RequestFault } from "./fault.ts";
import { faultsOf } from "./faults.ts";
import { seededRandom } from "./seeded-random.ts";

const never = () => 1;

test("a fault lets pass what it skips, then happens as often as it says", () => {
  const fault: RequestFault = { on: "request", do: "answer", status: 502, skip: 2, times: 1 };
  const faults = faultsOf([fault], never);
  expect([1, 2, 3, 4].map(() => faults.ofRequest("repos/get"))).toEqual([
    undefined,
    undefined,
    fault,
    undefined,
  ]);
});

test("a fault of an event concerns all of its actions, one of an action only that", () => {
  const all: DeliveryFault = { on: "delivery", do: "vanish", event: "workflow_job" };
  const one: DeliveryFault = { on: "delivery", do: "duplicate", event: "workflow_job.queued" };
  const faults = faultsOf([all, one], never);
  expect(faults.ofDelivery("workflow_job.queued")).toEqual([all, one]);
  expect(faults.ofDelivery("workflow_job.completed")).toEqual([all]);
  expect(faults.ofDelivery("workflow_run.completed")).toEqual([]);
});

test("the first fault that concerns a request is the one that happens", () => {
  const faults = faultsOf(
    [
      { on: "request", do: "lose-reply", operation: "checks/create", times: 1 },
      { on: "request", do: "slow" },
    ],
    never,
  );
  expect(faults.ofRequest("checks/create")?.do).toBe("lose-reply");
  expect(faults.ofRequest("checks/create")?.do).toBe("slow");
});

test("faults of the clock add up, and a new plan replaces all", () => {
  const faults = faultsOf(
    [
      { on: "clock", milliseconds: 500 },
      { on: "clock", milliseconds: -200 },
    ],
    never,
  );
  expect(faults.skew()).toBe(300);
  faults.plan([]);
  expect(faults.skew()).toBe(0);
});

test("the same seed repeats which faults with a chance happen; they happen about as often as they should", () =>
  fc.assert(
    fc.property(fc.integer(), fc.double({ min: 0, max: 1, noNaN: true }), (seed, chance) => {
      const draw = () => {
        const faults = faultsOf([{ on: "delivery", do: "vanish", chance }], seededRandom(seed));
        return Array.from({ length: 400 }, () => faults.ofDelivery("push").length);
      };
      const drawn = draw();
      expect(draw()).toEqual(drawn);
      const share = drawn.reduce((sum, one) => sum + one, 0) / drawn.length;
      expect(Math.abs(share - chance)).toBeLessThan(0.15);
    }),
  ));

test("random numbers lie from 0 to 1 and differ between seeds", () => {
  const numbers = Array.from({ length: 1000 }, seededRandom(7));
  expect(numbers.every((number) => number >= 0 && number < 1)).toBe(true);
  expect(new Set(numbers).size).toBeGreaterThan(990);
  expect(seededRandom(8)()).not.toBe(numbers[0]);
});
