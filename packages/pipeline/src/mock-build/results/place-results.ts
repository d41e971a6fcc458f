import { withoutEpoch } from "@debootc/core/version/debian-version";
import { hasErrno } from "@debootc/tools/errno";
import { makeDirectories } from "@debootc/tools/files/make-directories";
import { writable } from "@debootc/tools/files/writable";
import { randomUUID } from "node:crypto";
import { cp, rename, rm } from "node:fs/promises";
import { basename, dirname, join } from "node:path";

/**
 * Where the results of a source package go: below `resultDir`, by name, version and architecture. Those of a build that
 * failed stand beside them and leave good packages of an earlier build alone.
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
 * Puts a directory in its place in one step. What an earlier build left there goes only then, and comes back when it
 * cannot be done. Throws `results-unwritable`.
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

/** The place may be on another file system, where copying takes its time. */
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
