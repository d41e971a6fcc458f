import { readFile } from "node:fs/promises";
import { hasErrno } from "../errno.ts";

/** The content of a file, or undefined when there is none; any other trouble is thrown. */
export async function readIfPresent(path: string): Promise<Buffer | undefined> {
  try {
    return await readFile(path);
  } catch (error) {
    if (hasErrno(error, "ENOENT")) return undefined;
    throw error;
  }
}
