import { expect, test } from "vitest";
import type { LockedIndex } from "./lock.ts";
import { olderIndexes } from "./older-indexes.ts";

const index = (date: string, changes: Partial<LockedIndex> = {}): LockedIndex => ({
  sourceId: "debian",
  suite: "trixie",
  digest: `sha256:${"0".repeat(64)}`,
  date,
  checkValidUntil: true,
  trusted: false,
  ...changes,
});
const [older, newer] = ["2026-01-01T00:00:00Z", "2026-01-02T00:00:00Z"] as const;

test("an index older than the one before is found, with both dates", () => {
  expect(olderIndexes([index(newer)], [index(older)])).toEqual([
    { sourceId: "debian", suite: "trixie", before: newer, now: older },
  ]);
});

test.each([
  ["of the same time", [index(newer)], [index(newer)]],
  ["that is newer", [index(older)], [index(newer)]],
  ["of another suite", [index(newer)], [index(older, { suite: "sid" })]],
  ["of another source", [index(newer)], [index(older, { sourceId: "x" })]],
  ["without a date", [index("1970-01-01T00:00:00Z")], [index(older)]],
  ["without a date now", [index(newer)], [index("1970-01-01T00:00:00Z", { trusted: true })]],
  ["at one of several addresses", [index(newer)], [index(older), index(newer)]],
])("an index %s is not older", (_what, before, now) => {
  expect(olderIndexes(before, now)).toEqual([]);
});
