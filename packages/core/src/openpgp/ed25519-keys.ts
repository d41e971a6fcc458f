import type { TextFault } from "../document/text-schema.ts";
import { bytesOfBase64 } from "./armour.ts";

const allowed = "lines of base64, a public key of 32 bytes each, as ostree-sign(1) takes them";
const publicBytes = 32;
/** libsodium's secret key: the seed, then the public key. */
const secretBytes = 64;

/** The public keys of a file of ostree's sign API, one a line; or what is wrong with it. */
export function ed25519KeysOf(file: Uint8Array): readonly string[] | TextFault {
  const text = new TextDecoder("latin1").decode(file);
  const hint = "Write the 32 bytes of the public key in base64, on a line of their own.";
  if (/-----BEGIN [A-Z ]*PRIVATE KEY/.test(text)) return secretFault;
  if (text.includes("-----BEGIN")) return { message: "the key file is in PEM form", allowed, hint };
  const lines = text.split("\n").map((line) => line.trim());
  const keys = lines.filter((line) => line !== "");
  if (keys.length === 0) return { message: "the key file is empty", allowed, hint };
  for (const key of keys) {
    const bytes = bytesOfBase64(key)?.length;
    if (bytes === secretBytes) return secretFault;
    if (bytes === publicBytes) continue;
    const place = `line ${lines.indexOf(key) + 1} of the key file`;
    return bytes === undefined
      ? { message: `${place} is not base64`, allowed, hint }
      : { message: `${place} has ${bytes} bytes`, allowed, hint };
  }
  return keys;
}

const secretFault: TextFault = {
  message: "the key file holds a SECRET key",
  allowed,
  hint: "Remove it from the repository and renew the key; name the file of the public key alone.",
};
