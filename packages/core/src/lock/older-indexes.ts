import type { LockedIndex } from "./lock.ts";

/** Describes a suite whose index is older than one that was seen before. */
export interface OlderIndex {
  readonly sourceId: string;
  readonly suite: string;
  /** Dates of the signed indexes, as a lock records them. */
  readonly before: string;
  readonly now: string;
}

/**
 * Compares the dates of indexes with those of earlier ones. Of a suite that a source has at several addresses, the
 * newest counts: the others may be behind.
 */
export function olderIndexes(before: readonly LockedIndex[], now: readonly LockedIndex[]): OlderIndex[] {
  const known = newestOf(before);
  return [...newestOf(now).values()].flatMap(({ sourceId, suite, date }) => {
    const earlier = known.get(`${sourceId} ${suite}`);
    return earlier !== undefined && Date.parse(date) < Date.parse(earlier.date)
      ? [{ sourceId, suite, before: earlier.date, now: date }]
      : [];
  });
}

function newestOf(indexes: readonly LockedIndex[]): Map<string, LockedIndex> {
  const newest = new Map<string, LockedIndex>();
  for (const index of indexes) {
    // Without a Release file an index has no date; the epoch is recorded instead.
    if (Date.parse(index.date) === 0) continue;
    const key = `${index.sourceId} ${index.suite}`;
    const other = newest.get(key);
    if (other === undefined || Date.parse(other.date) < Date.parse(index.date)) newest.set(key, index);
  }
  return newest;
}
