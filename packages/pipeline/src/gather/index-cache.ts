import { requireDirectory } from "@debootc/tools/files/require-directory";
import { type Digest, digestOf } from "@debootc/core/record/digest";
import { fileDigest } from "@debootc/tools/files/file-digest";
import { copyFile, readdir, readFile, rename, rm, stat, utimes } from "node:fs/promises";
import { basename, join } from "node:path";
import { hasErrno } from "@debootc/tools/errno";
import { constants } from "node:fs";
import type { ArchiveSource } from "./archive-sources.ts";

/** Identifies a suite of an archive, as far as it decides which indexes there are. */
export interface IndexPlace {
  readonly uri: string;
  readonly suite: string;
  readonly components: readonly string[];
  /** `source` for indexes of source packages. */
  readonly architecture: string;
}

/** Lists the suites of a source at each of its addresses. */
export function indexPlacesOf(
  { uris, suites, components }: Pick<ArchiveSource, "uris" | "suites" | "components">,
  architecture: string,
): IndexPlace[] {
  return uris.flatMap((uri) => suites.map((suite) => ({ uri, suite, components, architecture })));
}

/** Returns the text of the Release file that an earlier run has seen at a place, if there was one. */
export async function cachedRelease(cacheDirectory: string, place: IndexPlace): Promise<string | undefined> {
  const directory = directoryOf(cacheDirectory, place);
  await markUsed(directory);
  const name = (await namesIn(directory)).find((one) => one.endsWith("Release"));
  return name === undefined ? undefined : readFile(join(directory, name), "utf8");
}

/**
 * Puts an index of an earlier run where apt keeps its own, so that it fetches only what changed. Does nothing unless it
 * has the digest that the archive promises now.
 */
export async function importIndex(
  cacheDirectory: string,
  place: IndexPlace,
  { file, digest }: { readonly file: string; readonly digest: Digest },
): Promise<void> {
  const cached = join(directoryOf(cacheDirectory, place), basename(file));
  try {
    await copyWithTime(cached, file);
  } catch (error) {
    if (hasErrno(error, "ENOENT")) return;
    throw error;
  }
  // Of the copy, because another run may replace what is in the cache at any time.
  if ((await fileDigest(file)).digest !== digest) await rm(file);
}

/** Keeps indexes for later runs. Replaces each file atomically, so that concurrent runs do not disturb each other. */
export async function exportIndexes(
  cacheDirectory: string,
  place: IndexPlace,
  files: readonly string[],
  runId: string,
): Promise<void> {
  if (files.length === 0) return;
  const directory = directoryOf(cacheDirectory, place);
  await requireDirectory(directory);
  for (const file of files) {
    const target = join(directory, basename(file));
    // Times of servers have whole seconds: two Release files of one second may look the same.
    if (!file.endsWith("Release") && (await isSameFile(file, target))) continue;
    await copyWithTime(file, `${target}.${runId}.new`);
    await rename(`${target}.${runId}.new`, target);
  }
}

function directoryOf(cacheDirectory: string, { uri, suite, components, architecture }: IndexPlace): string {
  return join(cacheDirectory, digestOf({ uri, suite, components, architecture }).slice("sha256:".length));
}

/** Sets the time of the directory, by which `debootc cache prune` knows that a run has used it. */
async function markUsed(directory: string): Promise<void> {
  const now = new Date();
  await utimes(directory, now, now).catch((error: unknown) => {
    if (!hasErrno(error, "ENOENT")) throw error;
  });
}

async function copyWithTime(source: string, target: string): Promise<void> {
  await copyFile(source, target, constants.COPYFILE_FICLONE);
  // apt asks the server for anything newer than this.
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
