import { DebootcError } from "@debootc/core/error/debootc-error";
import { reasonOf } from "./reason-of.ts";

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
