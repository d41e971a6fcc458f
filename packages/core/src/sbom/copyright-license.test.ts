import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { copyrightLicense } from "./copyright-license.ts";
import { formatLicense } from "./license-expression.ts";

const header =
  "Format: https://www.debian.org/doc/packaging-manuals/copyright-format/1.0/\nUpstream-Name: x\n";
const declared = (...files: string[]) => {
  const stanzas = files.map((license) => `Files: *\nCopyright: 2026 Me\nLicense: ${license}\n`);
  const license = copyrightLicense([header, ...stanzas].join("\n"));
  return license && formatLicense(license, (name) => `<${name}>`);
};

describe("a copyright file declares", () => {
  test.each([
    [["GPL-2+\n The text\n .\n License: Expat"], "GPL-2.0-or-later"],
    [["GPL-2"], "GPL-2.0-only"],
    [["lgpl-2.1+", "LGPL-2+"], "LGPL-2.1-or-later AND LGPL-2.0-or-later"],
    [["BSD-3-clause"], "BSD-3-Clause"],
    [["Expat", "MIT", "Expat"], "MIT"],
    [["Artistic"], "<Artistic>"],
    [["public-domain", "ISC"], "<public-domain> AND ISC"],
    [["GPL-1+ or Artistic"], "GPL-1.0-or-later OR <Artistic>"],
    [["GPL-1+ or Artistic", "Zlib"], "(GPL-1.0-or-later OR <Artistic>) AND Zlib"],
    [["GPL-2+ and Zlib or ISC"], "(GPL-2.0-or-later AND Zlib) OR ISC"],
    [["GPL-2+ or Artistic-2.0, and BSD-3-clause"], "(GPL-2.0-or-later OR Artistic-2.0) AND BSD-3-Clause"],
    [["GPL-2+ with OpenSSL exception"], "<GPL-2+ with OpenSSL exception>"],
    [["GPL-3+ with Bison exception and ISC"], "<GPL-3+ with Bison exception> AND ISC"],
    [["Some words, and others"], "<Some words, and others>"],
    [["GPL-2+, ISC"], "<GPL-2+, ISC>"],
    [["constructor"], "<constructor>"],
  ])("%j: %s", (files, expected) => {
    expect(declared(...files)).toBe(expected);
  });

  test("nothing if one of its licences has no name", () => {
    expect(declared("GPL-2+", "\n Only a text")).toBeUndefined();
  });

  test("nothing if it is prose", () => {
    expect(copyrightLicense("This is the Debian package of x.\n\nLicense: GPL-2+\n")).toBeUndefined();
    expect(copyrightLicense("")).toBeUndefined();
  });

  test("what its header says, if there is nothing about files", () => {
    expect(copyrightLicense(`${header}License: ISC\n`)).toEqual({ id: "ISC" });
  });

  test("the same with the line ends of DOS", () => {
    expect(copyrightLicense(`${header}\nFiles: *\nLicense: ISC\n`.replaceAll("\n", "\r\n"))).toEqual({
      id: "ISC",
    });
  });
});

test("more licences than anybody reads are none", () => {
  expect(declared(...Array.from({ length: 101 }, (_, index) => `l${index}`))).toBeUndefined();
});

test("hostile text is one short name without control characters", () => {
  expect(declared("evil\u001b[2J\u202e")).toBe("<evil [2J>");
  expect(declared(`${"a or ".repeat(10_000)}a`)?.length).toBeLessThan(300);
});

test("whatever it says, it says something that can be written down", () => {
  const word = fc.constantFrom(
    "GPL-2+",
    "ISC",
    "x",
    " and ",
    " or ",
    ", and ",
    ", or ",
    ",",
    " ",
    "with",
    "\t",
  );
  fc.assert(
    fc.property(
      fc.array(word).map((words) => words.join("")),
      (field) => {
        const license = declared(field) ?? "";
        expect(license).not.toMatch(/\(\)|AND\s*$|^\s*(?:AND|OR)|[\t\n]/);
        expect(license.split("(").length).toBe(license.split(")").length);
      },
    ),
  );
});
