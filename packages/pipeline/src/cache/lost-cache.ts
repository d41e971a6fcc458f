import { DebootcError } from "@debootc/core/error/debootc-error";
import { hasErrno } from "@debootc/tools/errno";
import { stat } from "node:fs/promises";
import { type CacheLayout, entryDirectory, type EntryName } from "./cache-layout.ts";

/** Holds which directories a cache was opened as, by device and inode: one made again under the name is another. */
export type OpenedAs = ReadonlyMap<string, string>;

export async function openedAs(layout: CacheLayout): Promise<OpenedAs> {
  const directories = Object.values(layout) as string[];
  return new Map(await Promise.all(directories.map(async (path) => [path, await idOf(path)] as const)));
}

/**
 * Returns the error that explains why a run fails if somebody has removed the cache below it: whatever broke is only the
 * effect. `held` are entries that the run holds, and that must be there.
 */
export async function lossOf(
  layout: CacheLayout,
  opened: OpenedAs,
  held: readonly EntryName[],
  cause: unknown,
): Promise<DebootcError | undefined> {
  for (const [path, id] of opened) if ((await idOf(path)) !== id) return lost(path, cause);
  for (const name of held) {
    const path = entryDirectory(layout, name);
    if ((await idOf(path)) === absent) return lost(path, cause);
  }
  return undefined;
}

const absent = "";

async function idOf(path: string): Promise<string> {
  try {
    const { dev, ino } = await stat(path);
    return `${dev}:${ino}`;
  } catch (error) {
    if (hasErrno(error, "ENOENT", "ENOTDIR")) return absent;
    throw error;
  }
}

function lost(path: string, cause: unknown): DebootcError {
  return new DebootcError("cache-lost", `${path} was removed while this run used it`, {
    hint: "Run again. To make the cache smaller while others use it: debootc cache prune.",
    cause,
  });
}
