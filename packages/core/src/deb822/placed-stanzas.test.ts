import * as fc from "fast-check";
import { expect, test } from "vitest";
import { fieldsOf, stanzasOf } from "./stanzas.ts";
import { placedStanzas } from "./placed-stanzas.ts";

test("fields are read with the places of their lines", () => {
  const { stanzas, faults } = placedStanzas("Source: a\nFiles:\n x 1\n  y 2\n\nSource: b\n");

  expect(faults).toEqual([]);
  expect(stanzas.map((stanza) => stanza.get("source")?.value)).toEqual(["a", "b"]);
  expect(stanzas[0]?.get("files")).toEqual({
    name: "Files",
    value: "x 1\ny 2",
    line: 2,
    lines: [
      { text: "", line: 2, column: 7 },
      { text: "x 1", line: 3, column: 2 },
      { text: "y 2", line: 4, column: 3 },
    ],
  });
});

test.each([
  ["a repeated field", "A: 1\na: 2\n", 2],
  ["a line that is not a field", "A: 1\nnonsense\n", 2],
  ["a continuation of nothing", " x\n", 1],
  ["a name that begins with a dash", "-A: 1\n", 1],
])("%s is a fault with its line", (_what, text, line) => {
  expect(placedStanzas(text).faults.map((fault) => fault.line)).toEqual([line]);
});

test("comments are skipped, even within a field", () => {
  const { stanzas } = placedStanzas("# one\nA: 1\n# two\n b\n");

  expect(stanzas[0]?.get("a")?.value).toBe("1\nb");
});

test("a text without faults reads the same as an index", () => {
  const name = fc.stringMatching(/^[A-Za-z][A-Za-z0-9-]{0,8}$/);
  const value = fc.stringMatching(/^[!-~]([ -~]{0,20}[!-~])?$/);
  fc.assert(
    fc.property(fc.array(fc.dictionary(name, value, { minKeys: 1 }), { minLength: 1 }), (wanted) => {
      const text = wanted
        .map((fields) =>
          Object.entries(fields)
            .map(([key, one]) => `${key}: ${one}\n`)
            .join(""),
        )
        .join("\n");
      const { stanzas, faults } = placedStanzas(text);
      if (faults.length > 0) return;

      expect(
        stanzas.map((stanza) => Object.fromEntries([...stanza].map(([key, field]) => [key, field.value]))),
      ).toEqual([...stanzasOf(text)].map((stanza) => Object.fromEntries(fieldsOf(stanza))));
    }),
  );
});

test("no text makes it throw, and places are always within the text", () => {
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom(...Array.from("ab: \n\t#-.")), maxLength: 60 }), (text) => {
      const lines = text.split("\n");
      for (const { line } of placedStanzas(text).faults) {
        expect(line).toBeGreaterThan(0);
        expect(line).toBeLessThanOrEqual(lines.length);
      }
    }),
  );
});

test("a field of very many lines, as in a hostile file, is read in linear time", () => {
  const { stanzas, faults } = placedStanzas(`Files:\n${" x\n".repeat(60_000)}`);

  expect(faults).toEqual([]);
  expect(stanzas[0]?.get("files")?.lines).toHaveLength(60_001);
});
