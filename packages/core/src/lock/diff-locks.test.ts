import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { changesBySource } from "./changes-by-source.ts";
import { diffLocks, isUnchanged } from "./diff-locks.ts";
import type { LockedPackage, LockSection } from "./lock.ts";
import { lockDiff } from "./lock-diff.ts";
import { lockedOf, sectionOf, treefileOf } from "./lock-section.fixture.ts";

const digest = (digit: string) => `sha256:${digit.repeat(64)}` as const;
const section = (packages: LockedPackage[], changes: Partial<LockSection> = {}) =>
  sectionOf(treefileOf(), { packages, ...changes });
const kindsIn = (before: LockedPackage[], after: LockedPackage[]) =>
  diffLocks("amd64", section(before), section(after)).changes.map(({ name, change }) => `${name} ${change}`);

describe("packages", () => {
  test("each is counted once, by what happened to it", () => {
    const before = [
      lockedOf("gone", "1"),
      lockedOf("same", "1"),
      lockedOf("up", "1.9"),
      lockedOf("down", "1"),
      lockedOf("rebuilt", "1"),
      lockedOf("moved", "1"),
    ];
    const after = [
      lockedOf("new", "1"),
      lockedOf("same", "1"),
      lockedOf("up", "1.10"),
      lockedOf("down", "1~rc1"),
      lockedOf("rebuilt", "1", { sha256: digest("f") }),
      lockedOf("moved", "1", { sourceId: "debian-security" }),
    ];

    const diff = diffLocks("amd64", section(before), section(after));

    expect(kindsIn(before, after)).toEqual([
      "down downgraded",
      "gone removed",
      "new added",
      "rebuilt rebuilt",
      "up upgraded",
    ]);
    expect(diff.counts).toEqual({ added: 1, removed: 1, upgraded: 1, downgraded: 1, rebuilt: 1 });
    expect(diff.moved).toBe(1);
    expect(diff.changes.at(-1)).toMatchObject({ from: { version: "1.9" }, to: { version: "1.10" } });
  });

  test("one that becomes architecture-independent is upgraded, not removed and added", () => {
    expect(kindsIn([lockedOf("a", "1")], [lockedOf("a", "2", { architecture: "all" })])).toEqual([
      "a upgraded",
    ]);
  });

  test("those of the boot loader are marked", () => {
    const bootLoader = [lockedOf("grub-efi-amd64-bin", "2")];

    const { changes, packageCount } = diffLocks(
      "amd64",
      section([lockedOf("a", "1")]),
      section([lockedOf("a", "1")], { bootLoader }),
    );

    expect(changes).toMatchObject([{ name: "grub-efi-amd64-bin", change: "added", bootLoader: true }]);
    expect(packageCount).toEqual({ from: 1, to: 1 });
  });
});

test("what is fetched is each file that the old lock does not have, once", () => {
  const [a, b] = [
    lockedOf("a", "2", { sha256: digest("a"), size: 30 }),
    lockedOf("b", "1", { sha256: digest("b"), size: 7 }),
  ];
  const after = section([a, b], { bootLoader: [a] });

  expect(diffLocks("amd64", section([b]), after).download).toEqual({ from: 7, to: 37, fetched: 30 });
});

test("an architecture that only one lock has is added or removed as a whole", () => {
  const only = section([lockedOf("a", "1")]);

  expect(diffLocks("arm64", undefined, only)).toMatchObject({
    packageCount: { from: 0, to: 1 },
    counts: { added: 1 },
    requestDiffers: true,
  });
  expect(diffLocks("arm64", only, undefined).counts.removed).toBe(1);
});

test("locks of equal packages still differ by index, wish or ids", () => {
  const before = section([lockedOf("a", "1")]);
  const [index] = before.indexes;
  const newer = {
    ...before,
    indexes: [{ ...index!, digest: digest("9"), date: "2026-10-01T00:00:00Z" }],
  };
  const [wish, ids] = [
    { ...before, request: { ...before.request, recommends: true } },
    { ...before, ids: { users: [], groups: [{ name: "a", gid: 3 }] } },
  ];

  expect(isUnchanged(diffLocks("amd64", before, before))).toBe(true);
  for (const other of [newer, wish, ids]) {
    const diff = diffLocks("amd64", before, other);
    expect(diff.changes).toEqual([]);
    expect(isUnchanged(diff)).toBe(false);
  }
  expect(diffLocks("amd64", before, newer).indexes).toEqual([
    { sourceId: "debian", suite: "trixie", from: "2026-09-12T07:55:41Z", to: "2026-10-01T00:00:00Z" },
  ]);
});

const anyPackages = fc.uniqueArray(
  fc.record({
    name: fc.constantFrom("a", "b", "c", "d"),
    version: fc.constantFrom("1", "1.10", "1.9", "1~rc1", "2:0"),
    digit: fc.constantFrom("1", "2"),
    source: fc.constantFrom("s", "t"),
  }),
  { selector: ({ name }) => name },
);

test("the order of a lock decides nothing, and the way back mirrors the way there", () => {
  fc.assert(
    fc.property(anyPackages, anyPackages, (some, others) => {
      const [before, after] = [some, others].map((list) =>
        list.map(({ name, version, digit, source }) =>
          lockedOf(name, version, { source, sha256: digest(digit) }),
        ),
      ) as [LockedPackage[], LockedPackage[]];
      const diff = diffLocks("amd64", section(before), section(after));
      const back = diffLocks("amd64", section(after), section(before));

      expect(diffLocks("amd64", section(before.toReversed()), section(after.toReversed()))).toEqual(diff);
      expect(back.changes.map(({ from, to }) => [to, from])).toEqual(
        diff.changes.map(({ from, to }) => [from, to]),
      );
      const side = { path: "/x" };
      const record = { old: side, new: side, identical: false, architectures: [diff] };
      expect(lockDiff.parse(lockDiff.serialize(record), "here")).toEqual(record);
      const grouped = changesBySource(diff.changes).flatMap(({ packages }) => packages);
      expect(grouped.length).toBe(diff.changes.length);
    }),
  );
});

test("packages of one source that change alike are told together, with the size of all", () => {
  const of = (name: string, version: string, size: number) => lockedOf(name, version, { source: "s", size });
  const { changes } = diffLocks(
    "amd64",
    section([of("liba", "1", 10), of("libb", "1", 20)]),
    section([of("libb", "2", 25), of("liba", "2", 8)]),
  );

  expect(changesBySource(changes)).toEqual([
    {
      source: "s",
      change: "upgraded",
      from: "1",
      to: "2",
      packages: [
        { name: "liba", architecture: "amd64" },
        { name: "libb", architecture: "amd64" },
      ],
      sizeChange: 3,
    },
  ]);
});
