import { rename, rm, writeFile } from "node:fs/promises";
import { DebootcError } from "@debootc/core/error/debootc-error";
import { reasonOf } from "@debootc/tools/errno";

/** Is a lockfile with the text that it gets. */
export interface NewLockfile {
  readonly path: string;
  readonly text: string;
}

/** Replaces lockfiles, each in one step, and none before all are written in full. Throws `results-unwritable`. */
export async function replaceLockfiles(files: readonly NewLockfile[]): Promise<void> {
  const pending = files.map((file) => ({ ...file, temporary: `${file.path}.${process.pid}.new` }));
  try {
    for (const { path, temporary, text } of pending) await orRefuse(path, writeFile(temporary, text));
    for (const { path, temporary } of pending) await orRefuse(path, rename(temporary, path));
  } catch (error) {
    for (const { temporary } of pending) await rm(temporary, { force: true });
    throw error;
  }
}

async function orRefuse(path: string, writing: Promise<void>): Promise<void> {
  try {
    await writing;
  } catch (cause) {
    throw new DebootcError(
      "results-unwritable",
      `the lock cannot be written to ${path}: ${reasonOf(cause)}`,
      { cause },
    );
  }
}
