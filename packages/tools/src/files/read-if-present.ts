import { readFile } from "node:fs/promises";
import { hasErrno } from "../errno.ts";

/** Reads a file; undefined if it does not exist. Any other failure is thrown. */
export async function readIfPresent(path: string): Promise<Buffer | undefined> {
  try {
    return await readFile(path);
  } catch (error) {
    if (hasErrno(error, "ENOENT")) return undefined;
    throw error;
  }
}
