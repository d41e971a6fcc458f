import type { LockDiff } from "@debootc/core/lock/lock-diff";
import { shortPath } from "../text/short-path.ts";

/** Returns what people call one side of a comparison: its compose, or where its file is. */
export function nameOfLock({ composeId, path }: LockDiff["old"], directory: string): string {
  return composeId ?? shortPath(path, directory);
}
