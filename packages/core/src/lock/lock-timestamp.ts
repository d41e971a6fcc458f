import type { LockSection } from "./lock.ts";

/** Returns SOURCE_DATE_EPOCH for everything built from a lock: the newest date of its indexes, in seconds. */
export function lockTimestamp(section: Pick<LockSection, "indexes">): number {
  return Math.max(...section.indexes.map(({ date }) => Math.floor(Date.parse(date) / 1000)));
}
