/** Returns whether the database refuses a row (SQLSTATE classes 22, 23 and 54), rather than that it is in trouble. */
export function isOfData(error: unknown): boolean {
  const { code } = error as { readonly code?: unknown };
  return typeof code === "string" && /^(22|23|54)/.test(code);
}
