import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { printable, printableLines } from "./printable.ts";

describe("what acts on a terminal or cannot be seen is escaped", () => {
  test.each([
    ["an escape sequence", "\u001b[2J", "\\u001b[2J"],
    ["a control sequence of one character", "\u009b2J", "\\u009b2J"],
    ["an override", "moc\u202egpj.exe", "moc\\u202egpj.exe"],
    ["an isolate", "\u2066a\u2069", "\\u2066a\\u2069"],
    ["marks of direction", "\u200e\u200f\u061c", "\\u200e\\u200f\\u061c"],
    [
      "zero-width characters",
      "a\u200bb\u200cc\u200dd\u2060e\ufefff",
      "a\\u200bb\\u200cc\\u200dd\\u2060e\\ufefff",
    ],
    ["a soft hyphen and a joiner of graphemes", "a\u00adb\u034f", "a\\u00adb\\u034f"],
    ["fillers", "\u115f\u3164\uffa0", "\\u115f\\u3164\\uffa0"],
    ["variation selectors", "a\ufe0f\u{e0100}", "a\\ufe0f\\udb40\\udd00"],
    ["tags", "\u{e0041}", "\\udb40\\udc41"],
    ["separators of lines", "a\u2028b\u2029c\u0085", "a\\u2028b\\u2029c\\u0085"],
    ["spaces that are not the space", "a\u00a0b\u2003c\u3000", "a\\u00a0b\\u2003c\\u3000"],
    ["one half of a character", "\ud800", "\\ud800"],
  ])("%s", (_name, text, shown) => {
    expect(printable(text)).toBe(shown);
    expect(printableLines(text)).toBe(shown);
  });

  test("a text of several lines keeps its line feeds and tabs, and nothing else of that kind", () => {
    expect(printableLines("a\tb\r\nc")).toBe("a\tb\\u000d\nc");
    expect(printable("a\tb\nc")).toBe("a\\u0009b\\u000ac");
  });

  test("everything that can be seen stays as it is", () => {
    const text = "naïve Größe, 東京, עברית, العربية, हिन्दी, 🎉 – “x”";

    expect(printable(text)).toBe(text);
  });
});

test("what was escaped can be read back as JSON, and has nothing left to escape", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), (text) => {
      const shown = printable(JSON.stringify(text));

      expect(JSON.parse(shown)).toBe(text);
      expect(printable(shown)).toBe(shown);
    }),
  );
});
