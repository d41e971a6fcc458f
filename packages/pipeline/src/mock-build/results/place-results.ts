import { hasErrno } from "@debootc/tools/errno";
import { makeDirectories } from "@debootc/tools/make-directories";
import { writable } from "@debootc/tools/writable";
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
  const plain = version.replace(/^\d+:/, "");
  return join(resultDir, `${name}_${plain}_${architecture}${isFailed ? ".failed" : ""}`);
}

/** Puts a directory in its place in one step; what an earlier build left there goes only then. Throws `results-unwritable`. */
export async function placeDirectory(made: string, place: string): Promise<void> {
  const old = join(dirname(place), `.${basename(place)}.${process.pid}.old`);
  await writable(place, async () => {
    await makeDirectories(dirname(place));
    await ignoreMissing(rename(place, old));
    await moveTo(made, place);
  });
  await rm(old, { recursive: true, force: true });
}

/** The place may be on another file system: then the copy is made beside it first. */
async function moveTo(made: string, place: string): Promise<void> {
  try {
    await rename(made, place);
  } catch (error) {
    if (!hasErrno(error, "EXDEV")) throw error;
    const beside = join(dirname(place), `.${basename(place)}.${process.pid}.new`);
    try {
      await cp(made, beside, { recursive: true });
      await rename(beside, place);
    } finally {
      await rm(beside, { recursive: true, force: true });
    }
  }
}

async function ignoreMissing(work: Promise<void>): Promise<void> {
  try {
    await work;
  } catch (error) {
    if (!hasErrno(error, "ENOENT")) throw error;
  }
}
