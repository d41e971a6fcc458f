import * as fc from "fast-check";
import { expect, test } from "vitest";
import { armoured, unarmoured } from "./armour.ts";
import { ed25519KeysOf } from "./ed25519-keys.ts";
import { otherKey, publicKey } from "./public-keys.fixture.ts";
import { publicKeysOf } from "./public-keys.ts";

const bytes = (text: string) => new TextEncoder().encode(text);

test("an armoured and a binary key are identified by their fingerprints", () => {
  expect(publicKeysOf(bytes(publicKey.armour))).toMatchObject({ fingerprints: [publicKey.fingerprint] });
  expect(publicKeysOf(otherKey.bytes)).toMatchObject({ fingerprints: [otherKey.fingerprint] });
});

test("a file may contain several keys, one block after the other", () => {
  const both = publicKeysOf(bytes(`${publicKey.armour}\r\n${armoured(otherKey.bytes)}`));

  expect(both).toMatchObject({ fingerprints: [publicKey.fingerprint, otherKey.fingerprint] });
});

test("a key that is cut off anywhere is refused", () => {
  for (let length = 0; length < otherKey.bytes.length; length += 1) {
    const cut = publicKeysOf(otherKey.bytes.subarray(0, length));
    // A file that ends between two packets is a shorter key, which gpg refuses because it lacks its signature.
    if ("fingerprints" in cut) expect(cut.fingerprints).toEqual([otherKey.fingerprint]);
    else expect(cut.message).toMatch(/damaged or truncated|empty/);
  }
});

test("a secret key is refused wherever it is in the file", () => {
  const secretSubkey = Uint8Array.from([0x9c, 1, 4]);

  expect(publicKeysOf(Buffer.concat([otherKey.bytes, secretSubkey]))).toMatchObject({
    message: "the key file contains a SECRET key",
  });
});

test("the armour is that of gpg, including its checksum", () => {
  expect(publicKeysOf(bytes(publicKey.armour))).toMatchObject({ armour: publicKey.armour });
});

test("an armoured key can be read again", () => {
  fc.assert(
    fc.property(fc.uint8Array({ minLength: 1 }), (content) => {
      expect(unarmoured(armoured(content))).toEqual(content);
    }),
  );
});

test("no bytes make reading a key fail without a message", () => {
  fc.assert(
    fc.property(fc.uint8Array(), (content) => {
      const found = publicKeysOf(Buffer.concat([Uint8Array.from([0x98]), content]));
      expect("message" in found || found.fingerprints.length > 0).toBe(true);
    }),
  );
});

test("ed25519 public keys have 32 bytes per line; 64 bytes are a secret key", () => {
  const key = (size: number) => Buffer.alloc(size, 7).toString("base64");

  expect(ed25519KeysOf(bytes(`${key(32)}\n\n${key(32)}\n`))).toEqual([key(32), key(32)]);
  expect(ed25519KeysOf(bytes(`${key(32)}\n${key(64)}\n`))).toMatchObject({
    message: "the key file contains a SECRET key",
  });
  expect(ed25519KeysOf(bytes(`${key(32)}\n${key(31)}\n`))).toMatchObject({
    message: "line 2 of the key file has 31 bytes",
  });
  expect(ed25519KeysOf(bytes("-----BEGIN PRIVATE KEY-----"))).toMatchObject({
    message: "the key file contains a SECRET key",
  });
});
