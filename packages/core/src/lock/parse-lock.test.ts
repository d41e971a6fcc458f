import { describe, expect, test } from "vitest";
import { DebootcError } from "../error/debootc-error.ts";
import { lockedOf, sectionOf, treefileOf } from "./lock-section.fixture.ts";
import { lockText } from "./lock-text.ts";
import { parseLock } from "./parse-lock.ts";

const section = sectionOf(treefileOf(), {
  packages: [lockedOf("alpha", "1"), lockedOf("beta", "2")],
  ids: { users: [], groups: [{ name: "alpha", gid: 805 }] },
});
const good = lockText({ architectures: { amd64: section } });

/** The findings for a text that is not a lock, each with its place. */
function findings(text: string): string[] {
  try {
    parseLock(text, "x.lock.json");
    return [];
  } catch (error) {
    if (!(error instanceof DebootcError) || error.code !== "record-invalid") throw error;
    if (error.diagnostics.length === 0) return [error.message];
    return error.diagnostics.map(({ line, column, key, message, given }) =>
      [`${line ?? ""}:${column ?? ""}`, key, message, given].filter((part) => part !== undefined).join(" "),
    );
  }
}
const edited = (from: string | RegExp, to: string) => {
  const text = good.replace(from, () => to);
  expect(text).not.toBe(good);
  return findings(text);
};

test("a lock is read as it was written, even after a formatter changed it", () => {
  expect(parseLock(good, "x")).toEqual({ architectures: { amd64: section } });
  expect(parseLock(JSON.stringify(JSON.parse(good), undefined, 2), "x")).toEqual({
    architectures: { amd64: section },
  });
});

describe("damage has its place", () => {
  test.each([
    ["", "1:1 not JSON: Unexpected end of JSON input"],
    ["{", "1:2 not JSON: Expected property name or '}'"],
    ["[]", "x.lock.json: not a debootc/lock record"],
    ["null", "x.lock.json: not a debootc/lock record"],
    ['{"schema":"debootc/plan","version":1}', "x.lock.json: not a debootc/lock record"],
    [
      '{"schema":"debootc/lock","version":99,"architectures":{}}',
      "x.lock.json: debootc/lock version 99 is newer than this debootc, which reads up to 4",
    ],
    ['{"schema":"debootc/lock","version":2}', "1:1 architectures this is missing"],
    [
      '{"schema":"debootc/lock","version":2,"architectures":[]}',
      "1:54 architectures this value is not allowed here",
    ],
    [
      '{"schema":"debootc/lock","version":2,"architectures":{"x86_64":{}}}',
      "1:64 architectures.x86_64.request this is missing",
    ],
  ])("%j", (text, first) => {
    expect(findings(text)[0]).toBe(first);
  });

  test("by a version control conflict", () => {
    expect(findings(good.replace("{", "{\n<<<<<<< HEAD\n"))).toEqual([
      "2:1 the file contains an unresolved merge conflict",
    ]);
  });

  test("by truncation", () => {
    expect(findings(good.slice(0, 300))[0]).toMatch(/^\d+:\d+ not JSON: /);
  });

  test("in values, all at once", () => {
    expect(edited('"size":1,', '"size":-1,"extra":1,')).toEqual([
      expect.stringMatching(
        /^8:\d+ architectures\.amd64\.packages\[0\]\.size this value is not allowed here -1$/,
      ),
      expect.stringMatching(/^8:\d+ architectures\.amd64\.packages\[0\]\.extra this key does not exist$/),
    ]);
    expect(edited('"filename":"pool/', '"filename":"../')).toEqual([
      expect.stringContaining("filename this value is not allowed here"),
    ]);
    expect(edited("sha256:0000", "sha256:zzzz")).toHaveLength(1);
  });

  test("in a repeated key, of which JSON would take the last", () => {
    expect(edited('"name":"beta",', '"name":"gamma","name":"beta",')).toEqual([
      expect.stringMatching(/^9:\d+ the key `name` is already given in line 9$/),
    ]);
  });
});

describe("parts that do not match each other are damage too:", () => {
  test.each([
    [
      '"sourceId":"debian","sourceVersion":"2"',
      '"sourceId":"vendor","sourceVersion":"2"',
      "packages[1].sourceId there is no source with this id",
    ],
    [
      '"architecture":"amd64","filename":"pool/beta',
      '"architecture":"arm64","filename":"pool/beta',
      "packages[1].architecture the package is built for another",
    ],
    ['"name":"beta"', '"name":"alpha"', "packages[1].name the package is given twice"],
  ])("%s", (from, to, says) => {
    expect(edited(from, to)).toEqual([expect.stringContaining(says)]);
  });

  test("an architecture that Debian does not have", () => {
    expect(edited('"amd64":{', '"x86_64":{')[0]).toContain("not a Debian architecture");
  });
});

test("of a thousand findings all are counted and twenty are listed", () => {
  const packages = Array.from({ length: 1000 }, () => ({ ...lockedOf("a1", "1"), size: -1 }));
  const text = lockText({ architectures: { amd64: { ...section, packages } } });

  expect(findings(text)).toHaveLength(20);
  expect(() => parseLock(text, "x")).toThrow("the lock has 1000 errors, of which 20 are listed");
});
