import { expect, test } from "vitest";
import { indexPackages } from "../deb822/packages-index.ts";
import { packageUniverse } from "../lock/package-universe.ts";
import { findInstalled, snapshotOfBuildDate } from "./find-installed.ts";

const stanza = (name: string, version: string, architecture: string) =>
  `Package: ${name}\nVersion: ${version}\nArchitecture: ${architecture}\nFilename: pool/${name}_${version}_${architecture}.deb\nSize: 3\nSHA256: ${"a".repeat(64)}\n`;
const universe = packageUniverse([
  {
    sourceId: "debian",
    suite: "trixie",
    notAutomatic: false,
    index: indexPackages(
      [
        stanza("make", "4.4-1", "amd64"),
        stanza("make", "4.4-1", "arm64"),
        stanza("tzdata", "2026a-1", "all"),
      ].join("\n"),
    ),
  },
]);

test("a package is found by its name, version and architecture", () => {
  const { packages, missing } = findInstalled(
    [
      { name: "make", version: "4.4-1" },
      { name: "make", version: "4.4-1", architecture: "arm64" },
      { name: "tzdata", version: "2026a-1" },
    ],
    "amd64",
    universe,
  );

  expect(packages.map(({ name, architecture }) => `${name}:${architecture}`)).toEqual([
    "make:amd64",
    "make:arm64",
    "tzdata:all",
  ]);
  expect(missing).toEqual([]);
});

test("another version, another architecture or no such package is missing", () => {
  const wanted = [
    { name: "make", version: "4.4-2" },
    { name: "make", version: "4.4-1", architecture: "riscv64" },
    { name: "gone", version: "1" },
  ];

  expect(findInstalled(wanted, "amd64", universe).missing).toEqual(wanted);
});

test("the date of a build gives the time of a snapshot", () => {
  expect(snapshotOfBuildDate("Sun, 12 Apr 2026 22:29:50 +0200")).toBe("20260412T202950Z");
  expect(snapshotOfBuildDate("yesterday")).toBeUndefined();
});
