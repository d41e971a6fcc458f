import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { wrapText } from "./wrap-text.ts";

describe("wrapText", () => {
  test("breaks between words and indents what goes on", () => {
    expect(wrapText("a.yaml:1:1: this key does not exist\n  hint: Remove it.", 20)).toEqual([
      "a.yaml:1:1: this key",
      "  does not exist",
      "  hint: Remove it.",
    ]);
  });

  test("never cuts a word, since paths and commands are to be copied", () => {
    expect(wrapText("see /var/lib/very/long/path now", 10)).toEqual([
      "see",
      "  /var/lib/very/long/path",
      "  now",
    ]);
  });

  test("keeps every word in its order", () => {
    const word = fc.stringMatching(/^[a-z]{1,12}$/);
    fc.assert(
      fc.property(fc.array(word, { minLength: 1 }), fc.integer({ min: 1, max: 60 }), (words, columns) => {
        expect(
          wrapText(words.join(" "), columns)
            .map((line) => line.trim())
            .join(" "),
        ).toBe(words.join(" "));
      }),
    );
  });
});
