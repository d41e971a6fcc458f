import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  type Amount,
  type Bucket,
  hourBucket,
  type Level,
  minuteBucket,
  registrationBucket,
  spend,
} from "./spend.ts";

const start = new Date("2026-11-30T12:00:00Z");
const costs = [
  { points: 1, writes: 0 },
  { points: 5, writes: 0 },
  { points: 5, writes: 1 },
];

/** Makes calls as often as the bucket allows, with pauses between; returns when each was made. */
function made(bucket: Bucket, asked: readonly { pause: number; cost: Amount; isShowing: boolean }[]) {
  let level: Level = { points: 0, writes: 0, minute: start };
  let now = start.getTime();
  return asked.flatMap(({ pause, cost, isShowing }) => {
    now += pause;
    const result = spend(bucket, level, cost, { now: new Date(now), isShowing });
    if ("waitUntil" in result) return [];
    level = result.level;
    return [{ at: now, ...cost }];
  });
}

const calls = fc.array(
  fc.record({
    pause: fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 3000 }), fc.integer({ min: 0, max: 90_000 })),
    cost: fc.constantFrom(...costs),
    isShowing: fc.boolean(),
  }),
  { minLength: 300, maxLength: 900 },
);

describe("what is spent", () => {
  test.each([
    ["a minute", minuteBucket, 60_000, { points: 900, writes: 80 }],
    ["an hour", hourBucket, 3_600_000, { points: 361_000, writes: 500 }],
  ])("never exceeds GitHub's limits within any %s", (_, bucket, length, limits) => {
    fc.assert(
      fc.property(calls, (asked) => {
        const all = made(bucket, asked);
        for (const [index, { at }] of all.entries()) {
          const within = all.slice(index).filter((one) => one.at < at + length);
          const sum = (kind: keyof Amount) => within.reduce((total, one) => total + one[kind], 0);
          expect(sum("points")).toBeLessThanOrEqual(limits.points);
          expect(sum("writes")).toBeLessThanOrEqual(limits.writes);
        }
      }),
      { numRuns: 30 },
    );
  });

  test("leaves something to calls that move work on when only states are shown", () => {
    const shown = Array.from({ length: 50 }, () => ({
      pause: 0,
      cost: { points: 5, writes: 1 },
      isShowing: true,
    }));
    const work = shown.map((one) => ({ ...one, isShowing: false }));

    expect(made(minuteBucket, shown)).toHaveLength(15);
    expect(made(minuteBucket, [...shown, ...work])).toHaveLength(20);
  });

  test("allows 150 registrations of runners a minute for hours, with what their admission reads", () => {
    const length = 3 * 3_600_000;
    for (const [bucket, cost] of [
      [minuteBucket, { points: 5, writes: 0 }],
      [registrationBucket, { points: 1, writes: 0 }],
    ] as const) {
      let level: Level = { points: 0, writes: 0, minute: start };
      const take = (at: number, isRegistration: boolean, amount: Amount) => {
        const result = spend(bucket, level, amount, { now: new Date(start.getTime() + at), isRegistration });
        expect(result).toHaveProperty("level");
        if ("level" in result) level = result.level;
      };
      for (let at = 0; at < length; at += 400) {
        take(at, true, cost);
        // Run and jobs of a matrix are read every ten seconds.
        if (bucket === minuteBucket && at % 10_000 === 0) take(at, false, { points: 4, writes: 0 });
      }
    }
  });

  test("fits at the moment that is named, and not a millisecond before", () => {
    const full: Level = { points: 100, writes: 20, minute: start };
    const cost = { points: 5, writes: 1 };
    const now = new Date(start.getTime() + 300);
    const refused = spend(minuteBucket, full, cost, { now });
    if (!("waitUntil" in refused)) throw new Error("it fits");
    const before = new Date(refused.waitUntil.getTime() - 1);

    expect(spend(minuteBucket, full, cost, { now: before })).toEqual({ waitUntil: refused.waitUntil });
    expect(spend(minuteBucket, full, cost, { now: refused.waitUntil })).toHaveProperty("level");
  });

  test("does not grow when the clock goes back", () => {
    const level: Level = { points: 300, writes: 20, minute: start };
    const now = new Date(start.getTime() - 86_400_000);
    expect(spend(minuteBucket, level, { points: 1, writes: 0 }, { now })).toHaveProperty("waitUntil");
  });
});
