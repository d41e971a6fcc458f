import * as fc from "fast-check";
import { expect, test } from "vitest";
import { debianVersion } from "./debian-version.fixture.ts";
import { parseVersion, withoutEpoch } from "./debian-version.ts";

test.each([
  ["1.0", undefined, "1.0", undefined],
  ["1:2.0-3+b1", "1", "2.0", "3+b1"],
  ["1.7-rc1-2", undefined, "1.7-rc1", "2"],
  ["0~~git20260101-0ubuntu1", undefined, "0~~git20260101", "0ubuntu1"],
])("%s is taken apart", (version, epoch, upstream, revision) => {
  expect(parseVersion(version)).toEqual({ epoch, upstream, revision });
});

test.each(["", "a1", "1_0", "1:", "1-", "1 0", "-1", "1/0", "1:2:3", "é", `1${"0".repeat(300)}`, "1\n"])(
  "%j is not a version",
  (text) => {
    expect(parseVersion(text)).toBeUndefined();
  },
);

test("the parts of a version joined together are the version", () => {
  fc.assert(
    fc.property(debianVersion, (version) => {
      const parts = parseVersion(version);
      if (parts === undefined) throw new Error(`${version} was not taken`);
      const { epoch, upstream, revision } = parts;

      expect(
        `${epoch === undefined ? "" : `${epoch}:`}${upstream}${revision === undefined ? "" : `-${revision}`}`,
      ).toBe(version);
      expect(version.endsWith(withoutEpoch(version))).toBe(true);
    }),
  );
});
