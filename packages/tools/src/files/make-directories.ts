import { mkdir, stat } from "node:fs/promises";
import { dirname } from "node:path";
import { hasErrno } from "../errno.ts";

/**
 * Makes a directory and those above it that are missing, one by one: Node's own way says of a read-only file system that
 * a directory is missing (ENOENT instead of EROFS), and never ends where none can be made, as below /proc.
 */
export async function makeDirectories(path: string, mode = 0o777): Promise<void> {
  const missing: string[] = [];
  for (let at = path; !(await isDirectory(at)); at = dirname(at)) missing.unshift(at);
  for (const directory of missing) {
    try {
      await mkdir(directory, { mode });
    } catch (error) {
      // Somebody else makes the same ones.
      if (!hasErrno(error, "EEXIST") || !(await isDirectory(directory))) throw error;
    }
  }
}

/** What is no directory is in the way, which making one tells. */
async function isDirectory(path: string): Promise<boolean> {
  try {
    return (await stat(path)).isDirectory();
  } catch (error) {
    if (hasErrno(error, "ENOENT", "ENOTDIR")) return false;
    throw error;
  }
}
