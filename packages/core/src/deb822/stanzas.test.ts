import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { fieldOf, fieldsOf, stanzasOf } from "./stanzas.ts";

const text = `Package: bash
Version: 5.2.37-2
Description: GNU Bourne Again SHell
 Bash is an sh-compatible command language.
 .
 It has more.
SHA256: aa


Package: dash
version: 0.5.12-12
`;

test("stanzas are separated by any number of empty lines", () => {
  expect([...stanzasOf(text)].map((stanza) => fieldOf(stanza, "Package"))).toEqual(["bash", "dash"]);
  expect([...stanzasOf("\n\n\n")]).toEqual([]);
  expect([...stanzasOf("Package: a")]).toEqual(["Package: a"]);
});

describe("a field", () => {
  const [bash = "", dash = ""] = stanzasOf(text);

  test("is found whatever its position and case", () => {
    expect(fieldOf(bash, "Version")).toBe("5.2.37-2");
    expect(fieldOf(bash, "SHA256")).toBe("aa");
    expect(fieldOf(dash, "Version")).toBe("0.5.12-12");
  });

  test("keeps its continuation lines", () => {
    expect(fieldOf(bash, "Description")).toBe(
      "GNU Bourne Again SHell\nBash is an sh-compatible command language.\n.\nIt has more.",
    );
  });

  test("is absent when only another field's text names it", () => {
    expect(fieldOf("Description: x\n Version: 3\n", "Version")).toBeUndefined();
    expect(fieldOf("Source-Version: 3\n", "Version")).toBeUndefined();
  });
});

test("fields that are written are read back", () => {
  const name = fc.stringMatching(/^[A-Za-z][A-Za-z0-9-]{0,8}$/);
  const value = fc.stringMatching(/^[!-~]([ -~]{0,20}[!-~])?$/);
  fc.assert(
    fc.property(fc.array(fc.dictionary(name, value, { minKeys: 1 })), (stanzas) => {
      const lowered = stanzas.map((stanza) =>
        Object.fromEntries(Object.entries(stanza).map(([key, text]) => [key.toLowerCase(), text])),
      );
      const written = lowered
        .map((stanza) =>
          Object.entries(stanza)
            .map(([key, text]) => `${key}: ${text}\n`)
            .join(""),
        )
        .join("\n");

      expect([...stanzasOf(written)].map((stanza) => Object.fromEntries(fieldsOf(stanza)))).toEqual(lowered);
    }),
  );
});
