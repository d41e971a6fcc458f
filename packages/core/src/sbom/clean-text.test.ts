import fc from "fast-check";
import { expect, test } from "vitest";
import { cleanText } from "./clean-text.ts";

test("what would act on a terminal or not be seen becomes a space", () => {
  expect(cleanText("a\u001b[31mb\u202ec\u200bd\n e", 99)).toBe("a [31mb c d e");
});

test("text is never longer than it may be, and always text", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), fc.nat(20), (text, limit) => {
      const cleaned = cleanText(text, limit);
      expect(cleaned.length).toBeLessThanOrEqual(limit);
      expect(cleaned.isWellFormed()).toBe(true);
      expect(cleaned).not.toMatch(/[\p{Cc}\p{Cf}]/u);
    }),
  );
});

test("a pair of surrogates is not cut in two", () => {
  expect(cleanText("ab😀", 3)).toBe("ab\ufffd");
});
