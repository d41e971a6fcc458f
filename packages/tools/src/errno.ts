/** Returns whether a system call failed with one of these errors of errno(3), such as ENOENT. */
export function hasErrno(error: unknown, ...names: readonly string[]): boolean {
  return (
    error instanceof Error && "code" in error && typeof error.code === "string" && names.includes(error.code)
  );
}
