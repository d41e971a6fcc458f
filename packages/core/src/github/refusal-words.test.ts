import { expect, test } from "vitest";
import { refusalWords } from "./refusal-words.ts";

test.each([
  ['{"message": "Not Found"}', "Not Found"],
  [
    '{"message": "Validation Failed", "errors": [{"code": "already_exists", "field": "tag_name"}]}',
    "Validation Failed; already_exists",
  ],
  [
    '{"message": "Bad", "errors": [{"message": "too long", "code": "custom"}, "and odd"]}',
    "Bad; too long; and odd",
  ],
  ['{"message": 7, "errors": "none"}', ""],
  ['["a list"]', ""],
  ["<html>Unicorn</html>", ""],
])("GitHub's words in %s", (text, words) => {
  expect(refusalWords(Buffer.from(text))).toBe(words);
});

test("its words cannot move the cursor, and are not endless", () => {
  const words = refusalWords(Buffer.from(JSON.stringify({ message: `\u001b[2J${"x".repeat(2000)}` })));
  expect(words).toHaveLength(500);
  expect(words).not.toContain("\u001b");
});
