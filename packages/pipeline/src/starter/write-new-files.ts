import { DebootcError } from "@debootc/core/error/debootc-error";
import { reasonOf } from "@debootc/tools/errno";
import { isThere, makeDirectories } from "@debootc/tools/files/paths";
import { rm, rmdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";

/**
 * Writes files below a directory, which is made, all of them or none. Throws `results-unwritable`, also for a file that
 * exists.
 */
export async function writeNewFiles(
  directory: string,
  files: ReadonlyMap<string, string | Buffer>,
): Promise<void> {
  const targets = [...files.keys()].map((path) => join(directory, path));
  const missing = await missingDirectories(targets.map((target) => dirname(target)));
  const written: string[] = [];
  try {
    for (const [path, content] of files) {
      const target = join(directory, path);
      await makeDirectories(dirname(target));
      await writeFile(target, content, { flag: "wx" });
      written.push(target);
    }
  } catch (error) {
    for (const target of written) await rm(target, { force: true });
    // One that others have put something into meanwhile stays.
    for (const made of missing) await rmdir(made).catch(() => {});
    throw new DebootcError("results-unwritable", `cannot write ${directory}: ${reasonOf(error)}`, {
      hint: "Nothing was written. Fix what is in the way, or name another directory.",
      cause: error,
    });
  }
}

/** Returns those directories and their parents that do not exist, the innermost first. */
async function missingDirectories(directories: readonly string[]): Promise<readonly string[]> {
  const missing = new Set<string>();
  for (const directory of directories)
    for (let at = directory; !(await isThere(at)) && at !== dirname(at); at = dirname(at)) missing.add(at);
  return [...missing].toSorted((a, b) => b.length - a.length);
}
