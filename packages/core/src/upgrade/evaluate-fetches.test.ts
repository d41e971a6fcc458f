import { expect, test } from "vitest";
import { deltaRule, upgradeFetches } from "./evaluate-fetches.ts";

const fetched = (path: string, status = 200, bytes = 10) => ({ path, status, bytes });
const parts = [
  fetched("/repo/summary"),
  fetched("/repo/deltas/Ab/cdef-ghi/superblock"),
  fetched("/repo/deltas/Ab/cdef-ghi/0"),
  fetched("/repo/deltas/Ab/cdef-ghi/1"),
  fetched("/repo/objects/aa/bb.commitmeta"),
  fetched("/repo/objects/aa/bb.filez", 404, 0),
];

test("the parts of a delta are distinguished from everything else that is fetched", () => {
  expect(upgradeFetches(parts)).toEqual({ deltaParts: 2, looseObjects: 0, bytes: 50 });
  expect(deltaRule(upgradeFetches(parts)).passed).toBe(true);
});

test.each(["filez", "dirtree", "dirmeta"])(
  "an object of the content (%s) means that the delta was not enough",
  (kind) => {
    const fetches = upgradeFetches([...parts, fetched(`/repo/objects/aa/bb.${kind}`)]);

    expect(deltaRule(fetches)).toMatchObject({ passed: false, found: "2 parts, 1 loose objects" });
  },
);
