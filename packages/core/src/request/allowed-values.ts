import type { RequestProperty } from "./describe-request.ts";

/** What a field takes, for messages: `one of zstd, gzip`, `a whole number from 1`. */
export function allowedValues({ type, enum: choices, items, minimum }: RequestProperty): string {
  const names = choices ?? items?.enum;
  if (names !== undefined) return names.join(", ");
  if (type === "integer") return `a whole number from ${minimum ?? 0}`;
  return "text that is not empty";
}
