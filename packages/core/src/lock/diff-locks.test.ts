import { expect, test } from "vitest";
import { diffLocks } from "./diff-locks.ts";
import { lockedOf } from "./lock-section.fixture.ts";

test("each package is counted once, by what happened to it", () => {
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
    lockedOf("rebuilt", "1", { sha256: `sha256:${"f".repeat(64)}` }),
    lockedOf("moved", "1", { sourceId: "debian-security" }),
  ];

  const diff = diffLocks({ packages: before }, { packages: after });

  expect(diff.added.map(({ name }) => name)).toEqual(["new"]);
  expect(diff.removed.map(({ name }) => name)).toEqual(["gone"]);
  expect(diff.upgraded.map((change) => [change.before.version, change.after.version])).toEqual([
    ["1.9", "1.10"],
  ]);
  expect(diff.downgraded.map((change) => change.after.name)).toEqual(["down"]);
  expect(diff.replaced.map((change) => change.after.name)).toEqual(["rebuilt"]);
});

test("a package that becomes architecture-independent is upgraded, not removed and added", () => {
  const diff = diffLocks(
    { packages: [lockedOf("a", "1")] },
    { packages: [lockedOf("a", "2", { architecture: "all" })] },
  );

  expect([diff.added.length, diff.removed.length, diff.upgraded.length]).toEqual([0, 0, 1]);
});
