import type { LockedChange } from "@debootc/core/lock/lock-diff";
import type { LockChange, LockResult, WrittenLock } from "@debootc/core/lock/lock-result";
import { describe, expect, test } from "vitest";
import { canvasOf } from "../../screen/screen.ts";
import { recordedScreen } from "../../screen/screen.fixture.ts";
import { securityWeek, twoArchitectures } from "./lock-diff.fixture.ts";
import { lockSummary } from "./lock-summary.ts";

const unchanged = twoArchitectures.architectures[1]!;
const hello = securityWeek.changes[0]!.to!;

const amd64: LockChange = { ...unchanged, architecture: "amd64", packageCount: { from: 312, to: 312 } };
const added = (name: string): LockedChange => ({ name, change: "added", to: { ...hello, source: name } });
const lock: WrittenLock = {
  path: "/home/me/treefiles/minimal.lock.json",
  created: false,
  architectures: [amd64],
};
const result: LockResult = { treefile: "/home/me/treefiles/minimal.yaml", locks: [lock], warnings: [] };
const show = (change: Partial<WrittenLock>) =>
  lockSummary({ ...result, locks: [{ ...lock, ...change }] }, canvasOf(recordedScreen()));

describe("lockSummary", () => {
  test("says which packages were changed, added and removed", () => {
    const text = show({ architectures: [securityWeek] });

    expect(text).toContain("    + hello     +53.0 kB  2.10-5\n    - nano     -700.0 kB  8.4-1\n");
    expect(text).toContain("    ~ openssl    +1.5 kB  3.5.1-1 -> 3.5.1-1+deb13u1\n");
  });

  test("says that nothing changed", () => {
    expect(show({})).toContain("amd64  312 packages, nothing changed");
  });

  test("a first lock does not list every package as added", () => {
    expect(show({ created: true, architectures: [securityWeek] })).not.toContain("hello");
  });

  test("many changes are counted rather than listed", () => {
    const changes = Array.from({ length: 40 }, (_, index) => added(`lib${index}`));

    expect(show({ architectures: [{ ...amd64, changes }] })).toContain(
      "and 28 more source packages: git diff shows all changes",
    );
  });

  test("shows the lockfile of each variant, and adds all of them", () => {
    const arm64 = { ...amd64, architecture: "arm64", packageCount: { from: 0, to: 311 } };
    const locks: WrittenLock[] = [
      {
        variant: "edge",
        path: "/home/me/compose.edge.lock.json",
        created: true,
        architectures: [amd64, arm64],
      },
      {
        variant: "server",
        path: "/home/me/compose.server.lock.json",
        created: false,
        architectures: [amd64],
      },
    ];
    const text = lockSummary(
      { treefile: "/home/me/compose.yaml", locks, warnings: [] },
      canvasOf(recordedScreen()),
    );

    expect(text).toMatch(
      /compose\.edge\.lock\.json is written\n\n {2}amd64 {2}312 packages\n\n {2}arm64 {2}311 packages\n/,
    );
    expect(text).toMatch(/compose\.server\.lock\.json is up to date\n\n {2}amd64 {2}312 packages, nothing/);
    expect(text).toContain("git add compose.edge.lock.json compose.server.lock.json\n");
    expect(text).toContain("bin/debootc compose compose.yaml\n");
  });

  test("names the fixed ids and what to do with the file", () => {
    const text = show({ architectures: [{ ...amd64, ids: { users: 23, groups: 1 } }] });

    expect(text).toContain("312 packages, ids of 23 users and 1 group");
    expect(text).toContain("    git add treefiles/minimal.lock.json\n");
    expect(text).toContain("    bin/debootc compose treefiles/minimal.yaml\n");
  });
});
