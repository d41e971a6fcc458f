import { createHmac, timingSafeEqual } from "node:crypto";

/** Returns the digest that `X-Hub-Signature-256` claims, or nothing if it has another form than GitHub's. */
export function claimedDigest(header: string | undefined): Buffer | undefined {
  const [, digits] = /^sha256=([0-9a-f]{64})$/.exec(header ?? "") ?? [];
  return digits === undefined ? undefined : Buffer.from(digits, "hex");
}

/**
 * Returns whether one of the secrets signed exactly these bytes. How long it takes depends on neither secret nor digest:
 * all secrets are tried, and each in constant time.
 */
export function isSigned(raw: Uint8Array, claimed: Uint8Array, secrets: readonly string[]): boolean {
  let matches = 0;
  for (const secret of secrets) {
    const digest = createHmac("sha256", secret).update(raw).digest();
    matches += Number(timingSafeEqual(digest, claimed));
  }
  return matches > 0;
}
