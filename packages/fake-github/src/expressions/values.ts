/** Returns whether a value counts as true in an expression. */
export function isTrue(value: unknown): boolean {
  return value !== false && value !== 0 && value !== "" && value !== null && !Number.isNaN(value);
}

/** Returns a value as GitHub puts it into a text. */
export function textOf(value: unknown): string {
  if (value === null || value === undefined) return "";
  if (Array.isArray(value)) return "Array";
  if (typeof value === "object") return "Object";
  return typeof value === "string" ? value : JSON.stringify(value);
}
