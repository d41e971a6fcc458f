import { realpath } from "node:fs/promises";
import { dirname } from "node:path";
import { hasErrno } from "../errno.ts";

/** Returns a path, or its nearest parent that exists, with links resolved, as in the mount table. */
export async function nearestThere(path: string): Promise<string> {
  try {
    return await realpath(path);
  } catch (error) {
    if (!hasErrno(error, "ENOENT")) throw error;
    return nearestThere(dirname(path));
  }
}
