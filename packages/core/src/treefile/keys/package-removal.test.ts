import { describe, expect, test } from "vitest";
import { loadFromMemory } from "../load-from-memory.fixture.ts";
import { check } from "../refusals.fixture.ts";

test("an item is a package and its expressions", () => {
  const text = "ref: a\nsuite: sid\nremove-from-packages:\n  - [cpio, '^/usr/share/.*', 'x{2}$']\n";

  expect(loadFromMemory(text).treefile.removeFromPackages).toEqual([
    {
      package: "cpio",
      patterns: ["^/usr/share/.*", "x{2}$"],
      origin: { file: "/tree/system.yaml", line: 4, column: 5 },
    },
  ]);
});

describe("refused", () => {
  check([
    { text: "remove-from-packages: [[cpio]]", at: "1:24", says: "nothing says what to remove" },
    { text: "remove-from-packages: [cpio]", at: "1:24", says: "expected a list" },
    { text: "remove-from-packages: [[]]", at: "1:24", says: "nothing says what to remove" },
    { text: "remove-from-packages: [[Cpio, x]]", at: "1:25", says: "not a package name" },
    { text: "remove-from-packages: [[a b, x]]", at: "1:25", says: "not the name of one package" },
    {
      text: "remove-from-packages: [[cpio, '(']]",
      at: "1:31",
      says: "not a regular expression: Unterminated",
    },
    { text: "remove-from-packages: [[cpio, '']]", at: "1:31", says: "means every file" },
  ]);
});
