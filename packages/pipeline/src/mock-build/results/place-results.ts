import { withoutEpoch } from "@debootc/core/version/debian-version";
import { hasErrno } from "@debootc/tools/errno";
import { makeDirectories } from "@debootc/tools/files/paths";
import { writable } from "@debootc/tools/files/writable";
import { randomUUID } from "node:crypto";
import { cp, rename, rm } from "node:fs/promises";
import { basename, dirname, join } from "node:path";

/**
 * Returns the directory for the results of a source package: below `resultDir`, by name, version and architecture. A
 * failed build gets a separate one, so that good packages of an earlier build are left alone.
 */
export function resultDirectory(
  resultDir: string,
  { name, version }: { readonly name: string; readonly version: string },
  architecture: string,
  isFailed: boolean,
): string {
  return join(resultDir, `${name}_${withoutEpoch(version)}_${architecture}${isFailed ? ".failed" : ""}`);
}

/**
 * Moves a directory to its place in one step. The results of an earlier build are removed only then, and restored if
 * the move fails. Throws `results-unwritable`.
 */
export async function placeDirectory(made: string, place: string): Promise<void> {
  const beside = join(dirname(place), `.${basename(place)}.${randomUUID()}`);
  const [fresh, old] = [`${beside}.new`, `${beside}.old`];
  await writable(place, async () => {
    await makeDirectories(dirname(place));
    try {
      await bring(made, fresh);
      await ignoreMissing(rename(place, old));
      await rename(fresh, place);
    } catch (error) {
      await ignoreMissing(rename(old, place));
      throw error;
    } finally {
      await rm(fresh, { recursive: true, force: true });
    }
  });
  await rm(old, { recursive: true, force: true });
}

/** Moves a directory; if it has to go to another file system, copies it, which takes longer. */
async function bring(made: string, fresh: string): Promise<void> {
  try {
    await rename(made, fresh);
  } catch (error) {
    if (!hasErrno(error, "EXDEV")) throw error;
    await cp(made, fresh, { recursive: true });
  }
}

async function ignoreMissing(work: Promise<void>): Promise<void> {
  try {
    await work;
  } catch (error) {
    if (!hasErrno(error, "ENOENT")) throw error;
  }
}
