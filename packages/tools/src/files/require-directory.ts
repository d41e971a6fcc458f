import { makeDirectories } from "./paths.ts";
import { writable } from "./writable.ts";

/**
 * Makes a directory that somebody named, with its missing parents. Throws `results-unwritable`, also where no directory can be
 * made, as below /proc: a recursive mkdir of Node never ends there.
 */
export async function requireDirectory(path: string, mode?: number): Promise<void> {
  await writable(path, () => makeDirectories(path, mode));
}
