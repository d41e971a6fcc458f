import { DebootcError } from "@debootc/core/error/debootc-error";

/** Finds the first line in a program's output that reports a full disk. */
export function fullDiskLine(said: string): string | undefined {
  return /^.*(?:No space left on device|don't have enough free space|Disk quota exceeded|min-free-space-\S+ '[^']*' would be exceeded).*$/m
    .exec(said)?.[0]
    .trim();
}

/** Returns the error for a program that failed because a disk is full. */
export function fullDiskError(tool: string, line: string): DebootcError {
  return new DebootcError("results-unwritable", `${tool}: ${line}`, {
    hint: "Free space for the output and the cache, or give another --output-dir or --cache-dir.",
  });
}
