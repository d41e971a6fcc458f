/** Returns whether a system call failed with one of these errors of errno(3), such as ENOENT. */
export function hasErrno(error: unknown, ...names: readonly string[]): boolean {
  return (
    error instanceof Error && "code" in error && typeof error.code === "string" && names.includes(error.code)
  );
}

/** Returns the message of anything thrown; a host with several addresses fails with one error for each of them. */
export function reasonOf(error: unknown): string {
  if (error instanceof AggregateError) return [...new Set(error.errors.map(reasonOf))].join(", ");
  return error instanceof Error ? error.message : String(error);
}
