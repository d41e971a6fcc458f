import type { LockSection } from "./lock.ts";

/** SOURCE_DATE_EPOCH of everything built from a lock: seconds, the newest date of its indexes. */
export function lockTimestamp(section: Pick<LockSection, "indexes">): number {
  return Math.max(...section.indexes.map(({ date }) => Math.floor(Date.parse(date) / 1000)));
}
