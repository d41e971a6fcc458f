import fc from "fast-check";
import { expect, test } from "vitest";
import type { HubChannel } from "../hub-file/hub-file.ts";
import { closedGates, rollbackTarget } from "./channel-gates.ts";

const open: HubChannel = { name: "stable", automatic: false, latest: false, ageSeconds: 0, checks: [] };
const now = new Date("2026-11-30T12:00:00Z");
const facts = { now, publishedAt: now, channels: new Set<string>(), checks: new Map<string, string>() };

test("a channel without gates lets everything in", () => {
  expect(closedGates(open, facts)).toEqual([]);
});

test("all closed gates are named, and when one opens by itself", () => {
  const channel = { ...open, after: "edge", ageSeconds: 3600, checks: ["boot", "lint"] };
  const checks = new Map([["boot", "failure"]]);
  expect(closedGates(channel, { ...facts, checks })).toEqual([
    { reason: 'it has not been in the channel "edge"' },
    {
      reason: "it has to be 3,600 seconds old, which it is at 2026-11-30T13:00:00.000Z",
      opensAt: new Date("2026-11-30T13:00:00Z"),
    },
    { reason: 'the check "boot" has to succeed, and it is failure' },
    { reason: 'the check "lint" has to succeed, and there is none on its commit' },
  ]);
});

test("gates are open once they have what they want", () => {
  const channel = { ...open, after: "edge", ageSeconds: 3600, checks: ["boot"] };
  const publishedAt = new Date("2026-11-30T11:00:00Z");
  const met = { now, publishedAt, channels: new Set(["edge"]), checks: new Map([["boot", "success"]]) };
  expect(closedGates(channel, met)).toEqual([]);
});

const promote = (to: number) => ({ kind: "promote" as const, to });
const back = (to: number) => ({ kind: "rollback" as const, to });

test.each([
  [[], undefined],
  [[promote(1)], undefined],
  [[promote(1), promote(2)], 1],
  [[promote(1), promote(2), back(1)], undefined],
  [[promote(1), promote(2), promote(3), back(2)], 1],
  [[promote(1), promote(2), back(1), promote(3)], 1],
])("after %j a channel goes back to %s", (moves, target) => {
  expect(rollbackTarget(moves)).toBe(target);
});

test("as many steps back as there were promotions lead to the first release, and no further", () => {
  fc.assert(
    fc.property(fc.uniqueArray(fc.nat(), { minLength: 1, maxLength: 20 }), (releases) => {
      const moves: ReturnType<typeof promote | typeof back>[] = releases.map(promote);
      const seen: number[] = [];
      for (let target = rollbackTarget(moves); target !== undefined; target = rollbackTarget(moves)) {
        seen.push(target);
        moves.push(back(target));
      }
      expect(seen).toEqual(releases.toReversed().slice(1));
    }),
  );
});
