import { describe, expect, test } from "vitest";
import { DebootcError } from "../error/debootc-error.ts";
import type { PackageSource } from "../treefile/resolved-treefile.ts";
import { checkLock } from "./check-lock.ts";
import { lockRequestOf } from "./lock-request.ts";
import { sectionOf, treefileOf } from "./lock-section.fixture.ts";
import { treefileToLock, variantToLock } from "./lock-subject.ts";

const source: PackageSource = {
  id: "vendor",
  uris: ["https://vendor.example.org/apt"],
  suites: ["stable"],
  components: ["main"],
  signedBy: "/keys/vendor.asc",
  checkValidUntil: true,
  trusted: false,
};

const pin = (name: string) => ({ package: name, pin: "version *", priority: 900 });

function refusal(
  before: Parameters<typeof treefileOf>[0],
  after: Parameters<typeof treefileOf>[0],
): DebootcError {
  const lock = { architectures: { amd64: sectionOf(treefileOf(before)) } };
  try {
    checkLock(lock, treefileOf(after), [], treefileToLock("treefiles/minimal.yaml"));
  } catch (error) {
    if (error instanceof DebootcError) return error;
  }
  throw new Error("the lock was accepted");
}

test("a lock made for the same request is accepted, whatever the order of packages or the mirror", () => {
  const before = treefileOf({ packages: ["a", "b"], sources: [source] });
  const lock = { architectures: { amd64: sectionOf(before) } };
  const after = treefileOf({
    packages: ["b", "a", "a"],
    mirror: "http://other.example.org/debian",
    sources: [{ ...source, uris: ["https://moved.example.org/apt"] }],
    units: [{ name: "foo.service", origin: { file: "/x.yaml", line: 1, column: 1 } }],
  });

  expect(checkLock(lock, after, [])).toBe(lock.architectures.amd64);
});

describe("a stale lock", () => {
  test("fails with exit status 5 and the command that renews it", () => {
    const error = refusal({ packages: ["a", "less"] }, { packages: ["a", "nginx"] });

    expect(error.code).toBe("lock-stale");
    expect(error.exitStatus).toBe(5);
    expect(error.hint).toBe("Run: debootc lock treefiles/minimal.yaml");
    expect(error.message).toBe(
      "the lock no longer matches the treefile minimal (amd64):\n  packages added: nginx\n  packages removed: less",
    );
  });

  test.each([
    ["suite: trixie in the lock, forky in the treefile", {}, { suite: "forky" }],
    ["components added: contrib", {}, { components: ["main", "contrib"] }],
    ["recommends: false in the lock, true in the treefile", {}, { recommends: true }],
    ["exclude-packages added: vim", {}, { excludePackages: ["vim"] }],
    ["pins added: x (version 1*: 900)", {}, { pins: [{ package: "x", pin: "version 1*", priority: 900 }] }],
    [
      "pins: in another order in the treefile than in the lock",
      { pins: [pin("a"), pin("b")] },
      { pins: [pin("b"), pin("a")] },
    ],
    ["sources added: vendor", {}, { sources: [source] }],
    [
      "source vendor: suites: stable in the lock, testing in the treefile",
      { sources: [source] },
      { sources: [{ ...source, suites: ["testing"] }] },
    ],
    [
      "source vendor: trusted: false in the lock, true in the treefile",
      { sources: [source] },
      { sources: [{ ...source, trusted: true }] },
    ],
    [
      "sources: in the order vendor, other in the lock, other, vendor in the treefile",
      { sources: [source, { ...source, id: "other" }] },
      { sources: [{ ...source, id: "other" }, source] },
    ],
  ])("says %j", (message, before, after) => {
    expect(refusal(before, after).message).toContain(message);
  });

  test("names the local packages that were added, removed or rebuilt", () => {
    const local = (name: string, digit: string) => ({ name, sha256: `sha256:${digit.repeat(64)}` as const });
    const request = lockRequestOf(treefileOf(), [
      local("kept", "1"),
      local("rebuilt", "2"),
      local("gone", "3"),
    ]);
    const lock = { architectures: { amd64: { ...sectionOf(treefileOf()), request } } };
    const now = [local("kept", "1"), local("rebuilt", "4"), local("new", "5")].map((one) => ({
      ...one,
      version: "1",
      architecture: "all",
      size: 1,
    }));

    expect(() => checkLock(lock, treefileOf(), now)).toThrow(
      "local-packages added: new\n  local-packages removed: gone\n  local-packages: the file of rebuilt differs from the one in the lock",
    );
  });

  test("names the packages that are given besides the treefile, too", () => {
    const deb = (digit: string) => ({
      ...{ name: "agent", version: "1", architecture: "all", size: 1 },
      sha256: `sha256:${digit.repeat(64)}` as const,
    });
    const request = lockRequestOf(treefileOf(), [], [deb("1")]);
    const lock = { architectures: { amd64: { ...sectionOf(treefileOf()), request } } };
    const check = (...extra: readonly ReturnType<typeof deb>[]) =>
      checkLock(lock, treefileOf(), [], undefined, extra);

    expect(check(deb("1"))).toBe(lock.architectures.amd64);
    expect(() => check(deb("2"))).toThrow(
      "extra-packages: the file of agent differs from the one in the lock",
    );
    expect(() => check()).toThrow("extra-packages removed: agent");
  });

  test("of a variant names the variant, and the command that renews its lock alone", () => {
    const lock = { architectures: { amd64: sectionOf(treefileOf()) } };
    const stale = () =>
      checkLock(lock, treefileOf({ packages: ["nginx"] }), [], variantToLock("compose.yaml", "server"));

    expect(stale).toThrow(
      expect.objectContaining({
        message: expect.stringContaining("no longer matches the variant server (amd64)"),
        hint: "Run: debootc lock compose.yaml --variant server",
      }),
    );
  });

  test("names the architectures it has when the wanted one is missing", () => {
    const error = refusal({}, { architecture: "arm64" });

    expect(error.message).toBe("the lock of the treefile minimal has no section for arm64; it has: amd64");
    expect(error.hint).toBe("Run: debootc lock treefiles/minimal.yaml --arch arm64");
  });
});
