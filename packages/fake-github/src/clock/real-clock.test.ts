import { expect, test } from "vitest";
import { delay } from "./clock.ts";
import { realClock } from "./real-clock.ts";

test("a timer of the real clock falls due after its time", async () => {
  const clock = realClock(Date.now);
  const began = Date.now();
  await delay(clock, 20);
  expect(Date.now() - began).toBeGreaterThanOrEqual(19);
});

test("a timer of more than 24 days does not fall due at once, and can be cancelled", async () => {
  const clock = realClock(Date.now);
  let isFired = false;
  const cancel = clock.after(60 * 24 * 3_600_000, () => (isFired = true));
  await delay(clock, 20);
  expect(isFired).toBe(false);
  cancel();
});
