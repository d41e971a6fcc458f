import { generateKeyPairSync } from "node:crypto";

/** Is a pair of keys in PEM form. */
export interface KeyPair {
  readonly publicKey: string;
  readonly privateKey: string;
}

const known = new Map<string, KeyPair>();

/** Returns the pair of a name: making one takes a while, and tests that begin alike need the same ones. */
export function keyPairOf(name: string): KeyPair {
  const pair = known.get(name) ?? newKeyPair();
  known.set(name, pair);
  return pair;
}

/** Returns a pair that nobody else has. */
export function newKeyPair(): KeyPair {
  return generateKeyPairSync("rsa", {
    modulusLength: 2048,
    publicKeyEncoding: { type: "spki", format: "pem" },
    privateKeyEncoding: { type: "pkcs1", format: "pem" },
  });
}
