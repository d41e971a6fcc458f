import type { RequestProperty } from "./describe-request.ts";

/** Returns in words what a field accepts, for messages: `zstd, gzip`, `a whole number from 1`. */
export function allowedValues(property: RequestProperty): string {
  const { type, enum: choices, items, minimum, maximum, allowed } = property;
  if (allowed !== undefined) return allowed;
  const names = choices ?? items?.enum;
  if (names !== undefined) return names.join(", ");
  if (type === "integer") {
    const from = `a whole number from ${minimum ?? 0}`;
    return maximum === undefined || maximum === Number.MAX_SAFE_INTEGER ? from : `${from} to ${maximum}`;
  }
  return "text that is not empty";
}
