import { mkdir, rmdir, stat } from "node:fs/promises";
import { dirname } from "node:path";
import { hasErrno } from "./errno.ts";

/**
 * Makes a directory and those above it that are missing. Where the file system is read-only, Node's own way says that
 * a directory is missing (ENOENT); this one says EROFS.
 */
export async function makeDirectories(path: string, mode = 0o777): Promise<void> {
  try {
    await mkdir(path, { recursive: true, mode });
  } catch (error) {
    if (hasErrno(error, "ENOENT")) await tryFirstMissing(path);
    throw error;
  }
}

async function tryFirstMissing(path: string): Promise<void> {
  let missing = path;
  while (missing !== dirname(missing) && !(await exists(dirname(missing)))) missing = dirname(missing);
  await mkdir(missing);
  await rmdir(missing);
}

async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}
