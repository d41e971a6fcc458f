import { expect, test } from "vitest";
import { shellWord } from "./shell-word.ts";

test("a word that means nothing to a shell stays as it is", () => {
  expect(shellWord("--file=out/a_b:1.0+x,y@z%")).toBe("--file=out/a_b:1.0+x,y@z%");
});

test.each([
  ["", "''"],
  ["two words", "'two words'"],
  ["it's", "'it'\\''s'"],
  ["~/*", "'~/*'"],
  ["$HOME;`id`", "'$HOME;`id`'"],
  ["a\nb", "'a\nb'"],
  ["a\n", "'a\n'"],
])("%j becomes one word", (text, word) => {
  expect(shellWord(text)).toBe(word);
});
