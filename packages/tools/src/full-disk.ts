import { DebootcError } from "@debootc/core/error/debootc-error";
import { statfsSync } from "node:fs";
import { hasErrno } from "./errno.ts";

/** Finds the first line in a program's output that reports a full disk. */
export function fullDiskLine(said: string): string | undefined {
  return /^.*(?:No space left on device|don't have enough free space|Disk quota exceeded|min-free-space-\S+ '[^']*' would be exceeded).*$/m
    .exec(said)?.[0]
    .trim();
}

/** With less than this free, a program may well have been refused a write: it asks for its files in one piece. */
const fullBytes = 32 * 1024 * 1024;

/** Returns whether the file system of a directory has no room for a file of a package. */
export function isDiskFull(directory: string): boolean {
  try {
    const { bavail, bsize, files, ffree } = statfsSync(directory);
    return bavail * bsize < fullBytes || (files > 0 && ffree === 0);
  } catch (error) {
    if (hasErrno(error, "ENOENT")) return false;
    throw error;
  }
}

/** Returns the error for a program that failed because a disk is full. */
export function fullDiskError(tool: string, line: string): DebootcError {
  return new DebootcError("results-unwritable", `${tool}: ${line}`, {
    hint: "Free space for the output and the cache, or give another --output-dir or --cache-dir.",
  });
}
