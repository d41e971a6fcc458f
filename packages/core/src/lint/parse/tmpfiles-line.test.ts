import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { tmpfilesPath } from "./tmpfiles-line.ts";

describe("tmpfilesPath", () => {
  test.each([
    ["d /run/lock/lvm 0700 root root -", "/run/lock/lvm"],
    ["a+   /var/lib/x    -    -    -     -   default:group:tss:rwx", "/var/lib/x"],
    ['d "/run/with spaces/x" 0700', "/run/with spaces/x"],
    [String.raw`d /with\x20\x20two/x 0700`, "/with  two/x"],
    [String.raw`d /caf\xc3\xa9`, "/café"],
    [String.raw`d /caf\xe9`, "/caf\udce9"],
    [String.raw`d /a\\b\tc`, "/a\\b\tc"],
    ["\tL! /x", "/x"],
    ["d", ""],
  ])("%j", (line, path) => {
    expect(tmpfilesPath(line)).toBe(path);
  });

  test.each(["", "# d /x", "#"])("%j has no path", (line) => {
    expect(tmpfilesPath(line)).toBeUndefined();
  });

  test.each([String.raw`d /x\q`, String.raw`d /x\x4`, "  "])("%j cannot be read", (line) => {
    expect(tmpfilesPath(line)).toBe(false);
  });

  test("a path is read back after each of its bytes was escaped", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme", minLength: 1 }), fc.boolean(), (path, quoted) => {
        const escaped = Array.from(
          Buffer.from(path),
          (byte) => `\\x${byte.toString(16).padStart(2, "0")}`,
        ).join("");
        expect(tmpfilesPath(quoted ? `d "${escaped}" -` : `d ${escaped} -`)).toBe(path);
      }),
    );
  });

  test("no line makes it throw", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (line) => {
        expect(["string", "undefined", "boolean"]).toContain(typeof tmpfilesPath(line));
      }),
    );
  });
});
