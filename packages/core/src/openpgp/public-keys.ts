import { createHash } from "node:crypto";
import { isKeyBlock, keyFileFault, secretKeyHint } from "./openpgp-key.ts";
import type { TextFault } from "../document/text-schema.ts";
import { armoured, unarmoured } from "./armour.ts";
import { packetsOf } from "./packets.ts";

/** A file with one public key or several, to check signatures with. */
export interface PublicKeys {
  /** Of the primary keys, 40 or 64 upper-case hexadecimal digits, in the order of the file. */
  readonly fingerprints: readonly string[];
  /** All of it in ASCII armour. */
  readonly armour: string;
}

const publicKeyTag = 6;
const secretKeyTags = [5, 7];

/** Reads a file of public keys to its end, so that no secret key hides behind a public one; or what is wrong with it. */
export function publicKeysOf(file: Uint8Array): PublicKeys | TextFault {
  const fault = keyFileFault(file);
  if (fault !== undefined) return fault;
  const allowed = "an OpenPGP public key, armoured (.asc) or binary (.gpg)";
  const text = new TextDecoder("latin1").decode(file);
  const bytes = isKeyBlock(text) ? unarmoured(text) : file;
  const packets = bytes && packetsOf(bytes);
  if (bytes === undefined || packets === undefined || packets.length === 0) {
    return { message: "the key file is damaged or cut off", allowed, hint: "Export the key again." };
  }
  if (packets.some(({ tag }) => secretKeyTags.includes(tag))) {
    return { message: "the key file holds a SECRET key", allowed, hint: secretKeyHint };
  }
  const primary = packets.filter(({ tag }) => tag === publicKeyTag);
  return { fingerprints: primary.map(({ body }) => fingerprintOf(body)), armour: armoured(bytes) };
}

/** RFC 9580, 5.5.4. */
function fingerprintOf(body: Uint8Array): string {
  const isOld = (body[0] ?? 0) <= 4;
  const prefix = isOld ? [0x99] : [(body[0] ?? 0) === 5 ? 0x9a : 0x9b, 0, 0];
  const length = [body.length >> 8, body.length & 0xff];
  const hash = createHash(isOld ? "sha1" : "sha256");
  return hash
    .update(Uint8Array.from([...prefix, ...length]))
    .update(body)
    .digest("hex")
    .toUpperCase();
}
