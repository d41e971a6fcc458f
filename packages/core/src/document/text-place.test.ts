import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { excerptAt, linedText, placeAt } from "./text-place.ts";

describe("the place of an offset", () => {
  test("counts lines that end in LF, CRLF or CR", () => {
    const lined = linedText("a\nb\r\nc\rd");

    expect([0, 2, 5, 7].map((offset) => placeAt(lined, offset))).toEqual([
      { line: 1, column: 1 },
      { line: 2, column: 1 },
      { line: 3, column: 1 },
      { line: 4, column: 1 },
    ]);
  });

  test("leads back to the offset", () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom("a", "\n", "\r", "é") }), fc.nat(40), (text, wish) => {
        const lined = linedText(text);
        const offset = Math.min(wish, text.length);
        const { line, column } = placeAt(lined, offset);

        expect((lined.lineStarts[line - 1] ?? Number.NaN) + column - 1).toBe(offset);
      }),
    );
  });
});

describe("the excerpt", () => {
  test("has the line with its number and a marker below the place", () => {
    expect(excerptAt(linedText("a: 1\nb:\ttwo\n"), 8)).toBe("   2 | b: two\n     |    ^");
  });

  test("cuts a long line around the place", () => {
    const [line = "", marker = ""] = excerptAt(linedText(`${"x".repeat(500)}!${"y".repeat(500)}`), 500).split(
      "\n",
    );

    expect(line.length).toBeLessThan(120);
    expect(line[marker.indexOf("^")]).toBe("!");
  });

  test("shows no credentials and nothing that steers a terminal, with the marker still below the place", () => {
    const text = "uri: https://joe:secret@example.org/\u001b[2J here";
    const [line = "", marker = ""] = excerptAt(linedText(text), text.indexOf("here")).split("\n");

    expect(line).toContain("https://**********@example.org/\\u001b[2J");
    expect(line.slice(marker.indexOf("^"))).toBe("here");
  });

  test("shows no password that was written, but what is said of the file of that name", () => {
    expect(excerptAt(linedText("password: hunter2"), 0)).toContain("password: *******\n");
    expect(excerptAt(linedText("[a a/b password hunter2]"), 0)).toContain("[a a/b password ********\n");
    expect(excerptAt(linedText("check-passwd: previous"), 0)).toContain("check-passwd: previous\n");
  });
});
