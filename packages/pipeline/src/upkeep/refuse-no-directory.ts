import { DebootcError } from "@debootc/core/error/debootc-error";
import { hasErrno } from "@debootc/tools/errno";
import { stat } from "node:fs/promises";

/** Refuses a cache directory that is something else; one that is missing is only empty. Throws `usage`. */
export async function refuseNoDirectory(cacheDir: string): Promise<void> {
  const facts = await stat(cacheDir).catch((error: unknown) => {
    if (!hasErrno(error, "ENOENT", "ENOTDIR")) throw error;
  });
  if (facts === undefined || facts.isDirectory()) return;
  throw new DebootcError("usage", `${cacheDir} is not a directory`, {
    hint: "Give the directory of the cache with --cache-dir, or leave the option out.",
  });
}
