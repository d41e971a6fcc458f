import { makeDirectories } from "@debootc/tools/files/make-directories";
import { digestOf } from "@debootc/core/record/digest";
import { copyFile, readdir, rename, stat, utimes } from "node:fs/promises";
import { basename, join } from "node:path";
import { hasErrno } from "@debootc/tools/errno";
import { constants } from "node:fs";
import type { ArchiveSource } from "./archive-sources.ts";

/** One suite of one archive, as far as it decides which indexes there are. */
export interface IndexPlace {
  readonly uri: string;
  readonly suite: string;
  readonly components: readonly string[];
  /** `source` for indexes of source packages. */
  readonly architecture: string;
}

/** The suites of a source at each of its addresses. */
export function indexPlacesOf(
  { uris, suites, components }: Pick<ArchiveSource, "uris" | "suites" | "components">,
  architecture: string,
): IndexPlace[] {
  return uris.flatMap((uri) => suites.map((suite) => ({ uri, suite, components, architecture })));
}

export const allIndexes = /(?:Release|Packages|Sources)$/;
export const releasesOnly = /Release$/;

/**
 * Puts the indexes of earlier runs where apt looks for its own, so that it asks only for what changed. Nothing here
 * is trusted: apt checks the signature and debootc the digests. Answers whether there were any.
 */
export async function importIndexes(
  cacheDirectory: string,
  places: readonly IndexPlace[],
  listsDirectory: string,
  wanted: RegExp,
): Promise<boolean> {
  let found = false;
  for (const place of places) {
    const directory = directoryOf(cacheDirectory, place);
    for (const name of (await namesIn(directory)).filter((one) => wanted.test(one))) {
      await copyWithTime(join(directory, name), join(listsDirectory, name));
      found = true;
    }
  }
  return found;
}

/** Keeps indexes for later runs. Each file is replaced at once, so runs at the same time do not disturb each other. */
export async function exportIndexes(
  cacheDirectory: string,
  place: IndexPlace,
  files: readonly string[],
  runId: string,
): Promise<void> {
  if (files.length === 0) return;
  const directory = directoryOf(cacheDirectory, place);
  await makeDirectories(directory);
  for (const file of files) {
    const target = join(directory, basename(file));
    if (await isSameFile(file, target)) continue;
    await copyWithTime(file, `${target}.${runId}.new`);
    await rename(`${target}.${runId}.new`, target);
  }
}

function directoryOf(cacheDirectory: string, { uri, suite, components, architecture }: IndexPlace): string {
  return join(cacheDirectory, digestOf({ uri, suite, components, architecture }).slice("sha256:".length));
}

async function copyWithTime(source: string, target: string): Promise<void> {
  await copyFile(source, target, constants.COPYFILE_FICLONE);
  // apt asks the server for what is newer than this.
  const { atime, mtime } = await stat(source);
  await utimes(target, atime, mtime);
}

async function isSameFile(one: string, other: string): Promise<boolean> {
  try {
    const [a, b] = await Promise.all([stat(one), stat(other)]);
    return a.size === b.size && a.mtimeMs === b.mtimeMs;
  } catch (error) {
    if (hasErrno(error, "ENOENT")) return false;
    throw error;
  }
}

async function namesIn(directory: string): Promise<string[]> {
  try {
    return await readdir(directory);
  } catch (error) {
    if (hasErrno(error, "ENOENT")) return [];
    throw error;
  }
}
