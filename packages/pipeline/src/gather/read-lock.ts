import { DebootcError } from "@debootc/core/error/debootc-error";
import type { Lock } from "@debootc/core/lock/lock";
import { parseLock } from "@debootc/core/lock/parse-lock";
import { hasErrno } from "@debootc/tools/errno";
import { readFile, stat } from "node:fs/promises";

/** In bytes, far above any lock: ten thousand packages take four million. */
const largest = 64 * 1024 * 1024;

/** Reads a lockfile; undefined if it does not exist. Throws `record-invalid`. */
export async function readLock(path: string): Promise<Lock | undefined> {
  const refuse = (why: string): never => {
    throw new DebootcError("record-invalid", `the lock ${path} ${why}`, {
      hint: "Check the path, or make the lock again with `debootc lock`.",
    });
  };
  try {
    const found = await stat(path);
    if (!found.isFile()) refuse("is not a regular file");
    if (found.size > largest) refuse(`has ${found.size} bytes, but debootc reads at most ${largest}`);
    const bytes = await readFile(path);
    return parseLock(new TextDecoder("utf-8", { fatal: true }).decode(bytes), path);
  } catch (error) {
    if (error instanceof DebootcError) throw error;
    if (hasErrno(error, "ENOENT")) return undefined;
    if (hasErrno(error, "ERR_ENCODING_INVALID_ENCODED_DATA")) return refuse("is not UTF-8");
    if (error instanceof Error && "code" in error) return refuse(`cannot be read: ${String(error.code)}`);
    throw error;
  }
}
