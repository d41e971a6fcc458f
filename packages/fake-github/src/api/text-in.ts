import type { Body } from "./call.ts";

/** Returns the text of a field, of which the description has approved; undefined without one. */
export function textIn(body: Body, field: string): string | undefined {
  const value = body[field];
  if (typeof value === "string") return value;
  return typeof value === "number" || typeof value === "boolean" ? `${value}` : undefined;
}
