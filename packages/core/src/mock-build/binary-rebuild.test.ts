import * as fc from "fast-check";
import { expect, test } from "vitest";
import { parseChangelog } from "../source-package/changelog.ts";
import { compareVersions } from "../version/compare-versions.ts";
import { debianVersion } from "../version/debian-version.fixture.ts";
import { binaryRebuildEntry, binaryRebuildVersion } from "./binary-rebuild.ts";

const rebuild = {
  number: 2,
  message: "Rebuild for libjq2\nBecause of that.",
  maintainer: "Me <me@example.org>",
  date: 1_767_225_600,
};
const source = { name: "jq", version: "1.7.1-6", distribution: "sid" };

test("a binary rebuild has its own entry before all others", () => {
  expect(binaryRebuildEntry(source, "amd64", rebuild)).toBe(`jq (1.7.1-6+b2) sid; urgency=low, binary-only=yes

  * Binary-only non-maintainer upload for amd64; no source changes.
  * Rebuild for libjq2
  * Because of that.

 -- Me <me@example.org>  Thu, 01 Jan 2026 00:00:00 +0000

`);
});

test("an entry is read back as a binary-only entry of the same time", () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 0, max: 4_000_000_000 }),
      fc.integer({ min: 1, max: 99 }),
      (date, number) => {
        const entry = parseChangelog(
          binaryRebuildEntry(source, "amd64", { ...rebuild, date, number }),
          "changelog",
        );

        expect(entry).toMatchObject({ version: `1.7.1-6+b${number}`, binaryOnly: true, date });
      },
    ),
  );
});

test("a rebuild is later than the version it rebuilds, and earlier than the next revision", () => {
  fc.assert(
    fc.property(debianVersion, fc.integer({ min: 1, max: 99 }), (version, number) => {
      const rebuilt = binaryRebuildVersion(version, number);

      expect(compareVersions(rebuilt, version)).toBeGreaterThan(0);
      expect(compareVersions(binaryRebuildVersion(rebuilt, number + 1), rebuilt)).toBeGreaterThan(0);
    }),
  );
});

test("a rebuild of a rebuild continues the count", () => {
  expect(binaryRebuildVersion("1-1+b1", 2)).toBe("1-1+b2");
  expect(() => binaryRebuildVersion("1-1+b3", 3)).toThrow("would not be later");
});

test.each([{ maintainer: "me" }, { maintainer: "Me <me@example.org>\nx" }, { message: "\u001b[2J" }])(
  "%j is refused",
  (changes) => {
    expect(() => binaryRebuildEntry(source, "amd64", { ...rebuild, ...changes })).toThrow(
      "is not allowed in a changelog",
    );
  },
);
