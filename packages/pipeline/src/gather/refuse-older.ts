import { DebootcError } from "@debootc/core/error/debootc-error";
import type { Reporter } from "@debootc/core/event/event";
import type { LockedIndex } from "@debootc/core/lock/lock";
import { type OlderIndex, olderIndexes } from "@debootc/core/lock/older-indexes";
import type { ArchiveSource } from "./archive-sources.ts";

/** Holds the indexes of the lock that is about to be replaced. */
export interface EarlierIndexes {
  readonly indexes: readonly LockedIndex[];
  /** The user wants the archive as it is now, even if it is older. */
  readonly allowOlder: boolean;
}

/**
 * Compares the dates of all sources with those of the lock and of an earlier run. Throws `archive-went-back` if one is
 * older than in the lock, unless that is allowed; then, and for an earlier run, it is a warning. A snapshot is as old as
 * the treefile wants it.
 */
export function refuseOlder(
  now: readonly LockedIndex[],
  {
    locked,
    cached,
  }: { readonly locked: EarlierIndexes | undefined; readonly cached: readonly LockedIndex[] },
  sources: readonly ArchiveSource[],
  report: Reporter,
): void {
  const moving = ({ sourceId }: OlderIndex) =>
    sources.some(({ id, snapshot }) => id === sourceId && snapshot === undefined);
  const olderThanLock = olderIndexes(locked?.indexes ?? [], now).filter(moving);
  if (olderThanLock.length > 0 && !locked?.allowOlder) {
    const lines = olderThanLock.map((one) => messageOf(one, "the lock knows one", sources));
    throw new DebootcError("archive-went-back", lines.join("\n"), { hint });
  }
  const older = olderThanLock.length > 0 ? olderThanLock : olderIndexes(cached, now).filter(moving);
  const known = olderThanLock.length > 0 ? "the lock knows one" : "an earlier run saw one";
  for (const one of older) {
    const message = messageOf(one, known, sources);
    report({ type: "diagnostic", diagnostic: { severity: "warning", code: "archive-went-back", message } });
  }
}

const hint =
  "Either the mirror is behind or was restored, or somebody delivers an old index, with packages whose faults are known by now. Try again later, or name another mirror; `debootc lock --allow-older` accepts the older packages.";

function messageOf(
  { sourceId, suite, before, now }: OlderIndex,
  known: string,
  sources: readonly ArchiveSource[],
) {
  const uris = sources.find(({ id }) => id === sourceId)?.uris.join(", ");
  return `source ${sourceId} (${uris} ${suite}) went back in time: its index is dated ${now}, but ${known} dated ${before}`;
}
