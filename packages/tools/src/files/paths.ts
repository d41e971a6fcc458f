import { hasErrno } from "../errno.ts";
import { access, lstat, mkdir, readdir, readFile, stat } from "node:fs/promises";
import { dirname } from "node:path";

/** Returns whether something is at a path, as far as this user can see. A link that leads nowhere is nothing. */
export async function isThere(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}

/** Returns whether a directory has an entry of that name, which may be a link that leads nowhere; any other trouble is thrown. */
export async function hasEntry(path: string): Promise<boolean> {
  try {
    await lstat(path);
    return true;
  } catch (error) {
    if (hasErrno(error, "ENOENT", "ENOTDIR")) return false;
    throw error;
  }
}

/** Returns the content of a file, or undefined if there is none; any other trouble is thrown. */
export async function readIfPresent(path: string): Promise<Buffer | undefined> {
  try {
    return await readFile(path);
  } catch (error) {
    if (hasErrno(error, "ENOENT")) return undefined;
    throw error;
  }
}

/** Returns the sorted names in a directory; none where there is no directory. */
export async function namesIn(path: string): Promise<string[]> {
  try {
    return (await readdir(path)).sort();
  } catch (error) {
    if (hasErrno(error, "ENOENT", "ENOTDIR")) return [];
    throw error;
  }
}

/** Returns the length of a file in bytes; undefined if it does not exist. */
export async function sizeIfPresent(path: string): Promise<number | undefined> {
  try {
    return (await stat(path)).size;
  } catch (error) {
    if (hasErrno(error, "ENOENT")) return undefined;
    throw error;
  }
}

/**
 * Makes a directory and its missing parents, one by one: Node's own recursive mkdir reports ENOENT instead of EROFS on
 * a read-only file system, and never ends where no directory can be made, as below /proc.
 */
export async function makeDirectories(path: string, mode = 0o777): Promise<void> {
  const missing: string[] = [];
  for (let at = path; !(await isDirectory(at)); at = dirname(at)) missing.unshift(at);
  for (const directory of missing) {
    try {
      await mkdir(directory, { mode });
    } catch (error) {
      // Another process makes the same directories.
      if (!hasErrno(error, "EEXIST") || !(await isDirectory(directory))) throw error;
    }
  }
}

/** Returns false for anything else in the way; making the directory then reports it. */
async function isDirectory(path: string): Promise<boolean> {
  try {
    return (await stat(path)).isDirectory();
  } catch (error) {
    if (hasErrno(error, "ENOENT", "ENOTDIR")) return false;
    throw error;
  }
}
