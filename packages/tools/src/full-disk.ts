import { DebootcError } from "@debootc/core/error/debootc-error";

/** The first line by which a program says that a disk is full, if one does. */
export function fullDiskLine(said: string): string | undefined {
  return /^.*(?:No space left on device|don't have enough free space|Disk quota exceeded|min-free-space-\S+ '[^']*' would be exceeded).*$/m
    .exec(said)?.[0]
    .trim();
}

/** What a program ends with that found a disk full. */
export function fullDiskError(tool: string, line: string): DebootcError {
  return new DebootcError("results-unwritable", `${tool}: ${line}`, {
    hint: "Make room where the output and the cache are kept, or give another --output-dir or --cache-dir.",
  });
}
