import { createHash, timingSafeEqual } from "node:crypto";

/** Returns so many random bytes. */
export type RandomBytes = (length: number) => Uint8Array;

/** Holds a key as its owner has it, and what the database keeps of it. */
export interface NewKey {
  readonly id: string;
  /** `debootc_<id>_<secret>`, or `debootc_host_<id>_<secret>`, of which nothing is stored. */
  readonly text: string;
  readonly algorithm: typeof algorithm;
  readonly hash: string;
}

/**
 * Names how the hash was made. A secret of 256 random bits cannot be guessed from its digest, so that a slow hash such as
 * scrypt would protect nothing more, and would let anybody who sends wrong keys keep the processor busy.
 */
const algorithm = "sha256";

/** Says whose a key is: that of somebody who asks the API, or that of a host of the fleet. */
type Owner = "client" | "host";

const forms: Readonly<Record<Owner, RegExp>> = {
  client: /^debootc_([0-9a-f]{16})_([A-Za-z0-9_-]{43})$/,
  host: /^debootc_host_([0-9a-f]{16})_([A-Za-z0-9_-]{43})$/,
};

/** Makes a key of an id of 64 and a secret of 256 random bits. */
export function makeKey(randomBytes: RandomBytes, owner: Owner = "client"): NewKey {
  const id = Buffer.from(randomBytes(8)).toString("hex");
  const secret = Buffer.from(randomBytes(32)).toString("base64url");
  const text = `debootc_${owner === "host" ? "host_" : ""}${id}_${secret}`;
  return { id, text, algorithm, hash: hashOf(secret) };
}

/** Divides the text of a key. Returns nothing for what cannot be one of this owner. */
export function parseKey(
  text: string,
  owner: Owner = "client",
): { readonly id: string; readonly secret: string } | undefined {
  const [, id, secret] = forms[owner].exec(text) ?? [];
  return id === undefined || secret === undefined ? undefined : { id, secret };
}

/** Compares a secret with a stored hash, in a time that does not depend on where they differ. */
export function isSecretOf(
  secret: string,
  stored: { readonly algorithm: string; readonly hash: string },
): boolean {
  if (stored.algorithm !== algorithm) return false;
  const [given, known] = [Buffer.from(hashOf(secret), "hex"), Buffer.from(stored.hash, "hex")];
  return given.length === known.length && timingSafeEqual(given, known);
}

function hashOf(secret: string): string {
  return createHash("sha256").update(secret).digest("hex");
}
