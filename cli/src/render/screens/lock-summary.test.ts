import type { LockedChange } from "@debootc/core/lock/lock-diff";
import type { LockChange, LockResult, WrittenLock } from "@debootc/core/lock/lock-result";
import { describe, expect, test } from "vitest";
import { canvasOf } from "../../screen/screen.ts";
import { recordedScreen } from "../../screen/screen.fixture.ts";
import { securityWeek, twoArchitectures } from "./lock-diff.fixture.ts";
import { lockMarkdown } from "@debootc/core/lock/changes/lock-markdown";
import { lockSummary } from "./lock-summary.ts";

const unchanged = twoArchitectures.architectures[1]!;
const hello = securityWeek.changes[0]!.to!;

const amd64: LockChange = { ...unchanged, architecture: "amd64", packageCount: { from: 312, to: 312 } };
const added = (name: string): LockedChange => ({ name, change: "added", to: { ...hello, source: name } });
const lock: WrittenLock = {
  path: "/home/me/treefiles/minimal.lock.json",
  created: false,
  changed: true,
  architectures: [amd64],
};
const result: LockResult = {
  treefile: "/home/me/treefiles/minimal.yaml",
  checked: false,
  locks: [lock],
  warnings: [],
};
const canvas = canvasOf(recordedScreen());
const show = (
  change: Partial<WrittenLock>,
  asked: Partial<LockResult & { update: boolean; securityOnly: boolean }> = {},
) =>
  lockSummary(
    { ...result, ...asked, locks: [{ ...lock, ...change }] },
    { update: asked.update ?? false, securityOnly: asked.securityOnly ?? false },
    canvas,
  );

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
        changed: true,
        architectures: [amd64, arm64],
      },
      {
        variant: "server",
        path: "/home/me/compose.server.lock.json",
        created: false,
        changed: true,
        architectures: [amd64],
      },
    ];
    const text = lockSummary(
      { ...result, treefile: "/home/me/compose.yaml", locks },
      { update: false, securityOnly: false },
      canvas,
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

  test("an update shows all that changed, also the indexes", () => {
    const changes = Array.from({ length: 40 }, (_, index) => added(`lib${index}`));
    const text = show({ architectures: [{ ...securityWeek, changes }] }, { update: true });

    expect(text).toContain("minimal.lock.json is updated\n");
    expect(text).toContain("lib39");
    expect(text).toContain("trixie-security: 2026-11-21 07:55 -> 2026-11-28 09:10");
    expect(text).toContain("    git add treefiles/minimal.lock.json\n");
  });

  test("an update that changes nothing leaves nothing to do", () => {
    const text = show({ changed: false }, { update: true });

    expect(text).toContain("minimal.lock.json is up to date\n\n  amd64  312 packages, nothing changed\n");
    expect(text).not.toContain("Try next");
  });

  test("a check says that there is an update, and how to take it", () => {
    const asked = { update: true, securityOnly: true, checked: true };
    const text = show({ architectures: [securityWeek] }, asked);

    expect(text).toContain("minimal.lock.json has an update\n");
    expect(text).toContain("    bin/debootc lock treefiles/minimal.yaml --update --security-only\n");
    expect(text).not.toContain("git add");
  });
});

test("as Markdown, each lock and architecture has its own heading", () => {
  const other: WrittenLock = { ...lock, path: "/home/me/b.lock.json", created: true };
  const shown = lockMarkdown(
    { ...result, locks: [{ ...lock, architectures: [securityWeek, amd64] }, other] },
    (path) => path.replace("/home/me/", ""),
  );

  expect(shown).toMatch(
    /^### `treefiles\/minimal\.lock\.json`\n\n#### `amd64`\n\n\| {2}\| old \| new \| {2}\|\n/,
  );
  expect(shown).toContain("| `openssl` | upgraded | `3.5.1-1` | `3.5.1-1+deb13u1` |");
  expect(shown).toContain("\n\n#### `amd64`\n\n312 packages, nothing changed.\n");
  expect(shown).toMatch(/\n\n### `b\.lock\.json`\n\n.*\n\n312 packages, locked for the first time\.\n$/);
});
