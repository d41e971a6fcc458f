import type { Stats } from "node:fs";
import { lstat, readdir } from "node:fs/promises";
import { join } from "node:path";
import { modeKeptByGit } from "../tree/mode-kept-by-git.ts";
import type { RootDirectory } from "../tree/root-directory.ts";

/** Says whose an added file is, and what may be done with it. */
export interface Attributes {
  readonly uid: number;
  readonly gid: number;
  /** The mode that git keeps when absent. */
  readonly mode?: number | undefined;
}

interface Copy {
  /** A file, a link or a directory of the host. */
  readonly source: string;
  readonly target: string;
}

/**
 * Copies a file, a link, or a directory with all that is in it into the root. A directory that is there already gets
 * what it lacks and stays what it is; a file or a link gives way. Throws when a directory and something else want the same path.
 */
export async function copyIntoRoot(
  root: RootDirectory,
  { source, target }: Copy,
  attributes: Attributes,
): Promise<void> {
  const stat = await lstat(source);
  if (!stat.isDirectory()) {
    const mode = attributes.mode ?? modeKeptByGit(stat);
    return copyFile(root, { source, target, stat }, { ...attributes, mode });
  }
  if ((await root.stat(target))?.isDirectory() === false) await root.remove(target);
  await copyDirectory(root, { source, target, stat }, attributes);
}

async function copyTree(root: RootDirectory, copy: Copy, attributes: Attributes): Promise<void> {
  const stat = await lstat(copy.source);
  if (stat.isDirectory()) await copyDirectory(root, { ...copy, stat }, attributes);
  else await copyFile(root, { ...copy, stat }, { ...attributes, mode: modeBelow(stat, attributes.mode) });
}

interface Seen extends Copy {
  readonly stat: Stats;
}

async function copyDirectory(
  root: RootDirectory,
  { source, target, stat }: Seen,
  attributes: Attributes,
): Promise<void> {
  const there = await root.stat(await root.resolve(target));
  if (there === undefined) {
    await root.makeDirectory(target);
    await settle(root, target, { ...attributes, mode: modeBelow(stat, attributes.mode) });
  } else if (!there.isDirectory()) throw new Error(`${target} is not a directory in the image`);
  for (const name of (await readdir(source)).sort())
    await copyTree(root, { source: join(source, name), target: join(target, name) }, attributes);
}

async function copyFile(
  root: RootDirectory,
  { source, target, stat }: Seen,
  attributes: Attributes,
): Promise<void> {
  if ((await root.stat(target))?.isDirectory() === true)
    throw new Error(`${target} is a directory in the image`);
  await root.copyIn(source, target);
  await settle(root, target, stat.isSymbolicLink() ? { ...attributes, mode: undefined } : attributes);
}

/** Whoever changes the owner loses the set-uid and set-gid bits: the mode comes last. */
async function settle(root: RootDirectory, path: string, { uid, gid, mode }: Attributes): Promise<void> {
  await root.setOwner(path, uid, gid);
  if (mode !== undefined) await root.setMode(path, mode);
}

/**
 * Returns the mode of what a directory brings, and of the directory itself. Who may read something may also enter it if
 * it is a directory, and run it if it can be run where it comes from. Set-uid and set-gid are for directories alone.
 */
function modeBelow(stat: Stats, mode: number | undefined): number {
  const kept = modeKeptByGit(stat);
  if (mode === undefined) return kept;
  const passable = mode | ((mode & 0o444) >> 2);
  if (stat.isDirectory()) return passable;
  return kept === 0o755 ? passable & 0o777 : mode & 0o666;
}
