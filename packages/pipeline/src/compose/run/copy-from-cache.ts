import { constants, copyFileSync, mkdirSync, readdirSync, readlinkSync, symlinkSync } from "node:fs";
import { join } from "node:path";

/**
 * Makes a tree of its own of what the cache has, sharing blocks where the file system can (reflinks), never files: a
 * tool that writes into one compose in place must change neither the cache nor another compose. Without promises: a
 * repository has ten thousand objects, and a promise costs more than copying one.
 */
export function copyFromCache(source: string, target: string): void {
  mkdirSync(target, { recursive: true });
  for (const entry of readdirSync(source, { withFileTypes: true })) {
    const from = join(source, entry.name);
    const to = join(target, entry.name);
    if (entry.isDirectory()) copyFromCache(from, to);
    else if (entry.isSymbolicLink()) symlinkSync(readlinkSync(from), to);
    else copyFileSync(from, to, constants.COPYFILE_FICLONE);
  }
}
