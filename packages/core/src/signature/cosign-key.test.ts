import fc from "fast-check";
import { expect, test } from "vitest";
import { parseCosignKey } from "./cosign-key.ts";

const right = {
  kdf: { name: "scrypt", params: { N: 65_536, r: 8, p: 1 }, salt: "AAAA" },
  cipher: { name: "nacl/secretbox", nonce: Buffer.alloc(24).toString("base64") },
  ciphertext: Buffer.alloc(100).toString("base64"),
};
const pem = (value: unknown, kind = "SIGSTORE") =>
  `-----BEGIN ENCRYPTED ${kind} PRIVATE KEY-----\n${Buffer.from(JSON.stringify(value)).toString("base64")}\n` +
  `-----END ENCRYPTED ${kind} PRIVATE KEY-----\n`;

test.each(["SIGSTORE", "COSIGN"])("the name that cosign gave its keys may be %s", (kind) => {
  expect(parseCosignKey(pem(right, kind))).toMatchObject({ cost: { N: 65_536, r: 8, p: 1 } });
});

test("costs that would take all memory of the machine, or that scrypt does not have, are refused", () => {
  for (const N of [2 ** 30, 65_535, 0]) {
    const params = { ...right.kdf.params, N };
    expect(parseCosignKey(pem({ ...right, kdf: { ...right.kdf, params } }))).toBe("damaged");
  }
});

test("a nonce or a text that is too short is refused", () => {
  expect(parseCosignKey(pem({ ...right, cipher: { ...right.cipher, nonce: "AAAA" } }))).toBe("damaged");
  expect(parseCosignKey(pem({ ...right, ciphertext: "AAAA" }))).toBe("damaged");
});

test("any other text is no key of cosign", () => {
  fc.assert(
    fc.property(fc.string(), (text) => {
      expect(parseCosignKey(text)).toBeUndefined();
    }),
  );
});
