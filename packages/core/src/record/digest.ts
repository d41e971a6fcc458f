import { createHash } from "node:crypto";
import * as z from "zod";
import { canonicalJson } from "./canonical-json.ts";

/** Checks a digest: `sha256:` and 64 lower-case hexadecimal digits. */
export const digestSchema = z.templateLiteral(["sha256:", z.string().regex(/^[0-9a-f]{64}$/)]);
export type Digest = z.infer<typeof digestSchema>;

export function digestOfBytes(bytes: Uint8Array | string): Digest {
  return `sha256:${createHash("sha256").update(bytes).digest("hex")}`;
}

/** Computes the digest of a plain value from its canonical JSON, so that equal values have equal digests. */
export function digestOf(value: unknown): Digest {
  return digestOfBytes(canonicalJson(value));
}
