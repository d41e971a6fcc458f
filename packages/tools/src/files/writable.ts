import { DebootcError } from "@debootc/core/error/debootc-error";
import { hasErrno } from "../errno.ts";
import { reasonOf } from "../reason-of.ts";

/** Runs an action that writes to a path; its failure becomes `results-unwritable`. */
export async function writable<T>(path: string, action: () => Promise<T>): Promise<T> {
  try {
    return await action();
  } catch (error) {
    throw unwritable(path, error);
  }
}

export function unwritable(path: string, cause: unknown): DebootcError {
  return new DebootcError("results-unwritable", `${path} cannot be written: ${reasonOf(cause)}`, {
    hint: "Make room or correct the permissions; what was fetched already is kept.",
    cause,
  });
}

/** A failure for want of space, or on a read-only file system, wherever it came up, as `results-unwritable`; others as they are. */
export function explainNoSpace(error: unknown): unknown {
  if (!hasErrno(error, "ENOSPC", "EDQUOT", "EROFS")) return error;
  return unwritable((error as NodeJS.ErrnoException).path ?? "a result", error);
}
