import { digestOfBytes } from "@debootc/core/record/digest";
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { type PruneCandidate, planPrune } from "./prune-plan.ts";

const now = new Date("2025-02-01T00:00:00Z");
const secondsAgo = (seconds: number) => new Date(now.getTime() - seconds * 1000);
const entry = (
  name: string,
  age: number,
  bytes: number,
  change: Partial<PruneCandidate> = {},
): PruneCandidate => ({
  kind: "root",
  key: digestOfBytes(name),
  bytes,
  lastUsed: secondsAgo(age),
  held: false,
  ...change,
});

test("nothing is removed while everything fits", () => {
  expect(planPrune([entry("a", 10, 50), entry("b", 5, 50)], { maxBytes: 100, now })).toEqual([]);
});

test("the least recently used entries are removed until the rest fits", () => {
  const [old, older, young] = [entry("a", 20, 40), entry("b", 30, 40), entry("c", 10, 40)];
  expect(planPrune([old, young, older], { maxBytes: 50, now })).toEqual([older, old]);
});

test("held entries stay and count", () => {
  const [held, young] = [entry("a", 90, 80, { held: true }), entry("b", 1, 40)];
  expect(planPrune([held, young], { maxBytes: 100, now })).toEqual([young]);
});

test("damaged entries are removed even if everything fits", () => {
  const damaged = entry("a", 1, 1, { damage: "entry.json is missing" });
  expect(planPrune([damaged, entry("b", 2, 1)], { maxBytes: 100, now })).toEqual([damaged]);
});

test("entries unused for too long are removed even if everything fits", () => {
  const [stale, fresh] = [entry("a", 61, 1), entry("b", 60, 1)];
  expect(planPrune([fresh, stale], { maxBytes: 100, now, maxUnusedSeconds: 60 })).toEqual([stale]);
});

test("an entry used in the future is the newest", () => {
  const [future, past] = [entry("a", -1000, 10), entry("b", 1, 10)];
  expect(planPrune([future, past], { maxBytes: 10, now, maxUnusedSeconds: 60 })).toEqual([past]);
});

test("the rest fits or is held, and no victim was used after a survivor", () => {
  const anyEntry = fc.record({ age: fc.nat(50), bytes: fc.nat(100), held: fc.boolean() });
  fc.assert(
    fc.property(fc.array(anyEntry, { maxLength: 12 }), fc.nat(400), (facts, maxBytes) => {
      const all = facts.map(({ age, bytes, held }, index) => entry(String(index), age, bytes, { held }));
      const victims = planPrune(all, { maxBytes, now });
      const rest = all.filter((candidate) => !victims.includes(candidate));
      const free = rest.filter(({ held }) => !held);

      expect(victims.some(({ held }) => held)).toBe(false);
      expect(free.length === 0 || rest.reduce((sum, { bytes }) => sum + bytes, 0) <= maxBytes).toBe(true);
      const newestVictim = Math.max(...victims.map(({ lastUsed }) => lastUsed.getTime()));
      expect(free.every(({ lastUsed }) => lastUsed.getTime() >= newestVictim)).toBe(true);
    }),
  );
});
