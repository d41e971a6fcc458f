import { DebootcError } from "@debootc/core/error/debootc-error";
import { hasErrno, reasonOf } from "../errno.ts";

/** Runs an action that writes to a path, and turns its failure into `results-unwritable`. */
export async function writable<T>(path: string, action: () => Promise<T>): Promise<T> {
  try {
    return await action();
  } catch (error) {
    throw unwritable(path, error);
  }
}

export function unwritable(path: string, cause: unknown): DebootcError {
  return new DebootcError("results-unwritable", `cannot write ${path}: ${reasonOf(cause)}`, {
    hint: "Free some space or fix the permissions; what was already fetched is kept.",
    cause,
  });
}

/** Turns an error about a full disk or a read-only file system into `results-unwritable`; returns others unchanged. */
export function explainNoSpace(error: unknown): unknown {
  if (!hasErrno(error, "ENOSPC", "EDQUOT", "EROFS")) return error;
  // A copy names its source first, which is not what is full.
  const { path, dest = path } = error as NodeJS.ErrnoException & { readonly dest?: string };
  return unwritable(dest ?? "a result", error);
}
