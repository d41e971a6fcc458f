import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { diffPackages } from "./diff-packages.ts";
import type { InstalledPackage } from "../dpkg/installed-package.ts";

function installed(name: string, version: string, more: Partial<InstalledPackage> = {}): InstalledPackage {
  return { name, version, architecture: "amd64", source: name, installedSize: 1000, ...more };
}

describe("diffPackages", () => {
  test("packages are added, removed, upgraded and downgraded by Debian's version order", () => {
    const old = [
      installed("a", "1.9"),
      installed("b", "1.0~rc1-1"),
      installed("c", "1:1"),
      installed("d", "1"),
    ];
    const current = [
      installed("a", "1.10"),
      installed("b", "1.0-1"),
      installed("c", "9"),
      installed("e", "1"),
    ];

    expect(
      diffPackages(old, current).map(({ source, change, from, to, sizeChange }) => [
        source,
        change,
        from,
        to,
        sizeChange,
      ]),
    ).toEqual([
      ["a", "upgraded", "1.9", "1.10", 0],
      ["b", "upgraded", "1.0~rc1-1", "1.0-1", 0],
      ["c", "downgraded", "1:1", "9", 0],
      ["d", "removed", "1", undefined, -1000],
      ["e", "added", undefined, "1", 1000],
    ]);
  });

  test("packages of one source that changed in the same way are grouped, with their sizes summed", () => {
    const openssl = { source: "openssl" };
    const old = [installed("openssl", "1", openssl), installed("libssl3t64", "1", openssl)];
    const current = [
      installed("openssl", "2", { ...openssl, installedSize: 1500 }),
      installed("libssl3t64", "2", { ...openssl, installedSize: 900 }),
      installed("libssl-dev", "2", openssl),
    ];

    expect(diffPackages(old, current)).toEqual([
      {
        source: "openssl",
        change: "added",
        to: "2",
        packages: [{ name: "libssl-dev", architecture: "amd64" }],
        sizeChange: 1000,
      },
      {
        source: "openssl",
        change: "upgraded",
        from: "1",
        to: "2",
        packages: [
          { name: "libssl3t64", architecture: "amd64" },
          { name: "openssl", architecture: "amd64" },
        ],
        sizeChange: 400,
      },
    ]);
  });

  test("a package that becomes architecture-independent is the same package", () => {
    const current = [installed("a", "2", { architecture: "all" })];

    expect(diffPackages([installed("a", "1")], current)).toMatchObject([{ change: "upgraded" }]);
  });

  test("a package that is installed for two architectures is compared with itself for each", () => {
    const old = [installed("libc6", "1"), installed("libc6", "1", { architecture: "i386" })];
    const current = [installed("libc6", "2")];

    expect(diffPackages(old, current)).toMatchObject([
      { change: "removed", packages: [{ architecture: "i386" }] },
      { change: "upgraded", packages: [{ architecture: "amd64" }] },
    ]);
  });

  test("the same version with another size or architecture was rebuilt", () => {
    expect(diffPackages([installed("a", "1")], [installed("a", "1", { installedSize: 3 })])).toMatchObject([
      { change: "rebuilt", sizeChange: -997 },
    ]);
    // Equal in dpkg's order, but written differently.
    expect(diffPackages([installed("a", "1")], [installed("a", "0:1-0")])).toEqual([]);
  });

  const packages = fc.uniqueArray(
    fc.record({
      name: fc.constantFrom("a", "b", "c", "d"),
      architecture: fc.constantFrom("amd64", "i386", "all"),
      version: fc.constantFrom("1", "2", "2+b1", "1:0"),
      source: fc.constantFrom("s", "t"),
      installedSize: fc.nat(5),
    }),
    { selector: ({ name, architecture }) => `${name}:${architecture}` },
  );
  const total = (list: readonly InstalledPackage[]) =>
    list.reduce((sum, { installedSize }) => sum + installedSize, 0);

  test("sizes and numbers always add up, and nothing differs from itself", () => {
    fc.assert(
      fc.property(packages, packages, (old, current) => {
        const changes = diffPackages(old, current);
        const number = (kind: string) =>
          changes
            .filter(({ change }) => change === kind)
            .reduce((sum, change) => sum + change.packages.length, 0);

        expect(changes.reduce((sum, { sizeChange }) => sum + sizeChange, 0)).toBe(
          total(current) - total(old),
        );
        expect(number("added") - number("removed")).toBe(current.length - old.length);
        expect(diffPackages(current, current)).toEqual([]);
      }),
    );
  });

  test("in the reverse comparison, added packages are removed and upgrades are downgrades", () => {
    const opposite = {
      added: "removed",
      removed: "added",
      upgraded: "downgraded",
      downgraded: "upgraded",
      rebuilt: "rebuilt",
    };
    const names = (list: ReturnType<typeof diffPackages>, turn: boolean) =>
      list
        .flatMap(({ change, packages: all }) =>
          all.map(({ name }) => `${name} ${turn ? opposite[change] : change}`),
        )
        .sort();
    fc.assert(
      fc.property(packages, packages, (old, current) => {
        expect(names(diffPackages(current, old), true)).toEqual(names(diffPackages(old, current), false));
      }),
    );
  });
});
