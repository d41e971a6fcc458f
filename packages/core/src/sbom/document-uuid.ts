import { createHash } from "node:crypto";
import { canonicalJson } from "../record/canonical-json.ts";

/**
 * Derives the UUID of a document from its content, as RFC 9562 allows with version 8: equal documents have equal names, and
 * a document that says anything else has another.
 */
export function documentUuid(content: object): string {
  const hex = createHash("sha256").update(canonicalJson(content)).digest("hex");
  const variant = "89ab"[Number.parseInt(hex.charAt(16), 16) % 4];
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `8${hex.slice(13, 16)}`,
    `${variant}${hex.slice(17, 20)}`,
    hex.slice(20, 32),
  ].join("-");
}
