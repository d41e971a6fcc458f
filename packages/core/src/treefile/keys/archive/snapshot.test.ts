import { describe, expect, test } from "vitest";
import { errorsOf, loadFromMemory } from "../../load-from-memory.fixture.ts";
import { check } from "../../refusals.fixture.ts";
import { snapshotTime } from "../../../debian/snapshot.ts";

const head = "ref: debian/test\nsuite: trixie\n";

test("the name of a snapshot is a time of UTC", () => {
  expect(snapshotTime("20260901T123456Z")?.toISOString()).toBe("2026-09-01T12:34:56.000Z");
  expect(snapshotTime("20260229T000000Z")).toBeUndefined();
  expect(snapshotTime("20260901T250000Z")).toBeUndefined();
});

describe("a snapshot is refused", () => {
  check([
    { text: "snapshot: 2026-09-01", at: "1:11", says: "not the time", hint: "`20260901T000000Z`" },
    { text: "snapshot: 20260931T000000Z", at: "1:11", says: "not the time" },
    {
      text: "snapshot: 20260901T000000Z\nmirror: https://mirror.example.org/debian",
      at: "2:9",
      says: "no snapshot can be taken from it",
      hint: "/archive/debian/@SNAPSHOTID@",
    },
    {
      text: "mirror: https://snapshot.example.org/archive/debian/@SNAPSHOTID@",
      at: "1:9",
      says: "no snapshot is given",
    },
    {
      text: "snapshot: 20260901T000000Z\nsources: [{id: debian, uris: https://a.example.org, suites: trixie, components: main}]",
      at: "1:11",
      says: "nothing is taken from this snapshot",
    },
  ]);
});

test("a snapshot is taken from whichever address names its place", () => {
  const source = "sources: [{id: a, uris: 'https://a.example.org/@SNAPSHOTID@', suites: ./, trusted: true}]";
  const mirror = "mirror: https://snapshot.example.org/archive/debian/@SNAPSHOTID@";

  expect(errorsOf(`${head}snapshot: 20260901T000000Z\n${source}\n`)).toEqual([]);
  expect(loadFromMemory(`${head}snapshot: 20260901T000000Z\n${mirror}\n`).treefile.snapshot).toBe(
    "20260901T000000Z",
  );
});
