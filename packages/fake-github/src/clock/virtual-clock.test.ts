import fc from "fast-check";
import { expect, test } from "vitest";
import { delay, stamp } from "./clock.ts";
import { virtualClock } from "./virtual-clock.ts";

test("time stands still until it is advanced", async () => {
  const clock = virtualClock(1000);
  expect(clock.now()).toBe(1000);
  await clock.advance(500);
  expect(clock.now()).toBe(1500);
});

test("timers fall due in the order of their times, then of their making, each at its own time", () =>
  fc.assert(
    fc.asyncProperty(fc.array(fc.nat(100)), async (delays) => {
      const clock = virtualClock(0);
      const fired: { due: number; index: number; at: number }[] = [];
      delays.forEach((due, index) => {
        clock.after(due, () => fired.push({ due, index, at: clock.now() }));
      });
      await clock.advance(100);
      const expected = delays
        .map((due, index) => ({ due, index, at: due }))
        .sort((a, b) => a.due - b.due || a.index - b.index);
      expect(fired).toEqual(expected);
    }),
  ));

test("a timer that a timer sets falls due in the same advance", async () => {
  const clock = virtualClock(0);
  const fired: number[] = [];
  clock.after(10, () => clock.after(10, () => fired.push(clock.now())));
  await clock.advance(30);
  expect(fired).toEqual([20]);
});

test("a cancelled timer does not fall due, and none is left waiting", async () => {
  const clock = virtualClock(0);
  const fired: string[] = [];
  clock.after(5, () => fired.push("cancelled"))();
  clock.after(50, () => fired.push("later"));
  await clock.advance(49);
  expect(fired).toEqual([]);
  expect(clock.next()).toBe(50);
});

test("a delay ends when the clock has moved so far", async () => {
  const clock = virtualClock(0);
  let isOver = false;
  const waiting = delay(clock, 10).then(() => (isOver = true));
  await clock.advance(9);
  expect(isOver).toBe(false);
  await clock.advance(1);
  await waiting;
  expect(isOver).toBe(true);
});

test("a time is written to the second, in UTC", () => {
  expect(stamp(Date.parse("2026-11-30T12:00:00.987Z"))).toBe("2026-11-30T12:00:00Z");
});
