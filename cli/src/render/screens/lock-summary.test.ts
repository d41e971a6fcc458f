import type { LockResult, WrittenLock } from "@debootc/core/lock/lock-result";
import { describe, expect, test } from "vitest";
import { canvasOf } from "../../screen/screen.ts";
import { recordedScreen } from "../../screen/screen.fixture.ts";
import { lockSummary } from "./lock-summary.ts";

const amd64 = { architecture: "amd64", packageCount: 312, added: [], removed: [], changed: [] };
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
    const text = show({
      architectures: [
        {
          ...amd64,
          changed: [{ name: "openssl", from: "3.5.1-1", to: "3.5.1-1+deb13u1" }],
          added: [{ name: "libfoo1", version: "1.2-3" }],
          removed: [{ name: "libfoo0", version: "0.9-1" }],
        },
      ],
    });

    expect(text).toContain(
      "    ~ openssl 3.5.1-1 -> 3.5.1-1+deb13u1\n    + libfoo1 1.2-3\n    - libfoo0 0.9-1\n",
    );
  });

  test("says that nothing changed", () => {
    expect(show({})).toContain("amd64  312 packages, nothing changed");
  });

  test("a first lock does not list every package as added", () => {
    const added = [{ name: "libfoo1", version: "1.2-3" }];

    expect(show({ created: true, architectures: [{ ...amd64, added }] })).not.toContain("libfoo1");
  });

  test("many changes are counted rather than listed", () => {
    const added = Array.from({ length: 40 }, (_, index) => ({ name: `lib${index}`, version: "1" }));

    expect(show({ architectures: [{ ...amd64, added }] })).toContain(
      "and 28 more changes: git diff shows them",
    );
  });

  test("shows the lockfile of each variant, and adds all of them", () => {
    const arm64 = { ...amd64, architecture: "arm64", packageCount: 311 };
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
