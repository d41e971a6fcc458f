import fc from "fast-check";
import { expect, test } from "vitest";
import { maskSecrets } from "./mask-secrets.ts";

const bytesOf = (text: string) => new TextEncoder().encode(text);

/** Masks pieces one after the other, and returns what they come to together. */
function masked(...pieces: readonly Uint8Array[]): string {
  let [before, isOpen] = [new Uint8Array(), false];
  let whole = "";
  for (const piece of pieces) {
    const result = maskSecrets(piece, { before, isOpen });
    whole += Array.from(result.bytes, (byte) => String.fromCharCode(byte)).join("");
    isOpen = result.isOpen;
    before = bytesOf(whole.replaceAll(/[^\0-\x7f]/g, "?")).slice(-255);
  }
  return whole;
}

const jit = Buffer.from(JSON.stringify({ ".runner": "e30=", ".credentials": "e30=" })).toString("base64");

test.each([
  ["token ghs_abcdefghijklmnopqrstuvwxyz0123456789.", "token ghs_"],
  ["github_pat_11ABCDEFG0123456789_abcdefghijk\n", "github_pat_"],
  ["Bearer eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0In0.c2lnbmF0dXJl", "Bearer eyJ"],
  ["debootc_0123456789abcdef_AbCdEfGhIjKlMnOpQrStUv", "debootc_0123456789abcdef_"],
  [`ACTIONS_RUNNER_INPUT_JITCONFIG=${jit}`, "ACTIONS_RUNNER_INPUT_JITCONFIG=eyIu"],
])("of %s only the beginning stays, and no byte moves", (text, beginning) => {
  const result = masked(bytesOf(text));
  expect(result).toHaveLength(text.length);
  expect(result).toMatch(new RegExp(`^${beginning}\\*+[.\\n]?$`));
});

test.each([
  "weighs_a_very_long_name_of_a_variable",
  "ghs_short word",
  "the key begins with eyJ, he said",
  "\xff\0\x1b[0m",
])("%j stays as it is", (text) => {
  expect(masked(Buffer.from(text, "latin1"))).toBe(text);
});

test("a secret is masked wherever the bytes are cut", () => {
  const text = `a ghs_abcdefghijklmnopqrstuvwxyz0123456789 b ${jit}\nc`;
  const whole = masked(bytesOf(text));
  fc.assert(
    fc.property(fc.array(fc.nat(text.length), { maxLength: 6 }), (places) => {
      const cuts = [0, ...places.toSorted((a, b) => a - b), text.length];
      const pieces = cuts.slice(1).map((end, index) => bytesOf(text.slice(cuts[index], end)));
      const result = masked(...pieces);
      expect(result).toHaveLength(text.length);
      expect(result).not.toMatch(/abcdef|uvwxyz|0123456789/);
      for (let length = 0; length < jit.length - 12; length++) {
        expect(result).not.toContain(jit.slice(length + 4, length + 12));
      }
      // What is no secret stays, apart from what only a cut makes look like one.
      expect(result.slice(0, 2) + result.slice(-2)).toBe(whole.slice(0, 2) + whole.slice(-2));
    }),
  );
});
