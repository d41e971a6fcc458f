import { expect, test } from "vitest";
import { isComposeFile } from "./is-compose-file.ts";

test.each([
  ["variants: {}\n", true],
  ["release: {short: x}\n", true],
  ["release: 13\nref: a\n", false],
  ["ref: a\nsuite: trixie\n", false],
  ["packages:\n  variants: x\n", false],
  ["", false],
  ["- variants\n", false],
  ["variants:\n  a: [\n", true],
  ["ref: [\n", false],
])("%j: %s", (text, is) => {
  expect(isComposeFile(Buffer.from(text))).toBe(is);
});
