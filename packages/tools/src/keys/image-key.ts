import {
  createHash,
  createPrivateKey,
  createPublicKey,
  type KeyObject,
  scryptSync,
  sign,
  verify,
} from "node:crypto";
import { DebootcError } from "@debootc/core/error/debootc-error";
import { type LockedKey, parseCosignKey } from "@debootc/core/signature/cosign-key";
import { xsalsa20poly1305 } from "@noble/ciphers/salsa.js";

/** Holds the key that images are signed with: ECDSA on P-256 with SHA-256, as podman, bootc and cosign verify it. */
export interface ImageKey {
  /** Returns a signature in base64. */
  readonly sign: (bytes: Uint8Array) => string;
  /** Returns whether this key made a signature. */
  readonly hasSigned: (bytes: Uint8Array, signature: string) => boolean;
  /** SHA-256 of the public key in DER, in base64. */
  readonly hint: string;
  /** Where it was read from, for messages. */
  readonly source: string;
}

interface KeySource {
  /** Where it was read from, for messages. */
  readonly source: string;
  readonly password: string;
}

const makeOne =
  "Make one with: openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -out image.key (or cosign generate-key-pair).";

/**
 * Reads a private key in PEM: PKCS #8 and SEC 1, also locked with a password, and those of cosign. Throws `trust-refused` for
 * anything that could not sign so that hosts verify it.
 */
export function readImageKey(pem: string, { source, password }: KeySource): ImageKey {
  const key = privateKeyIn(pem, { source, password });
  const { asymmetricKeyType: type, asymmetricKeyDetails: details } = key;
  if (type !== "ec" || details?.namedCurve !== "prime256v1") {
    const found = type === "ec" ? `an EC key on ${details?.namedCurve}` : `a key of the type ${type}`;
    throw refused(`${source} is ${found}; images are signed with ECDSA on P-256`, makeOne);
  }
  const publicKey = createPublicKey(key);
  const der = publicKey.export({ type: "spki", format: "der" });
  return {
    sign: (bytes) => sign("sha256", bytes, key).toString("base64"),
    hasSigned: (bytes, signature) => verify("sha256", bytes, publicKey, Buffer.from(signature, "base64")),
    hint: createHash("sha256").update(der).digest("base64"),
    source,
  };
}

function privateKeyIn(pem: string, { source, password }: KeySource): KeyObject {
  const locked = parseCosignKey(pem);
  if (locked === "damaged") throw refused(`${source} is damaged: it is not what cosign writes`, makeOne);
  if (locked !== undefined) {
    return createPrivateKey({ key: unlocked(locked, { source, password }), format: "der", type: "pkcs8" });
  }
  if (/^-----BEGIN (CERTIFICATE|PUBLIC KEY)-----/m.test(pem))
    throw refused(`${source} has a public key or a certificate, which cannot sign`, makeOne);
  try {
    return createPrivateKey({ key: pem, format: "pem", passphrase: password });
  } catch (cause) {
    if (pem.includes("ENCRYPTED")) throw wrongPassword(source, cause);
    throw refused(`${source} has no private key in PEM`, makeOne, cause);
  }
}

function unlocked({ cost, salt, nonce, ciphertext }: LockedKey, { source, password }: KeySource): Buffer {
  const key = scryptSync(password, salt, 32, { ...cost, maxmem: 256 * cost.N * cost.r });
  try {
    return Buffer.from(xsalsa20poly1305(key, nonce).decrypt(ciphertext));
  } catch (cause) {
    throw wrongPassword(source, cause);
  }
}

function wrongPassword(source: string, cause: unknown): DebootcError {
  return refused(
    `the password does not unlock ${source}`,
    "Give the right one in the environment variable COSIGN_PASSWORD; unset, it is the empty one.",
    cause,
  );
}

function refused(message: string, hint: string, cause?: unknown): DebootcError {
  return new DebootcError("trust-refused", message, { hint, ...(cause === undefined ? {} : { cause }) });
}
