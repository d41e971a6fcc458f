import type { Digest } from "@debootc/core/record/digest";

export interface PruneCandidate {
  readonly kind: string;
  readonly key: Digest;
  readonly bytes: number;
  readonly lastUsed: Date;
  readonly held: boolean;
  /** Why it can no longer be used. */
  readonly damage?: string | undefined;
}

export interface PruneLimits {
  /** Maximum size of the cache afterwards, in bytes. */
  readonly maxBytes: number;
  readonly now: Date;
  /** Entries unused for longer than this are removed in any case. */
  readonly maxUnusedSeconds?: number | undefined;
}

/**
 * Selects the entries to remove, in order: damaged and long unused ones, then the least recently used until the rest
 * fits. Held entries stay, and count. An entry used after `now` (a clock was set back) is the newest.
 */
export function planPrune<T extends PruneCandidate>(candidates: readonly T[], limits: PruneLimits): T[] {
  const { maxBytes, now, maxUnusedSeconds = Number.POSITIVE_INFINITY } = limits;
  const free = candidates.filter(({ held }) => !held).sort(byUse);
  const isStale = ({ damage, lastUsed }: T) =>
    damage !== undefined || (now.getTime() - lastUsed.getTime()) / 1000 > maxUnusedSeconds;
  const victims = free.filter(isStale);
  let excess = sizeOf(candidates) - sizeOf(victims) - maxBytes;
  for (const candidate of free.filter((candidate) => !isStale(candidate))) {
    if (excess <= 0) break;
    victims.push(candidate);
    excess -= candidate.bytes;
  }
  return victims;
}

function byUse(a: PruneCandidate, b: PruneCandidate): number {
  const difference = a.lastUsed.getTime() - b.lastUsed.getTime();
  if (difference !== 0) return difference;
  return `${a.kind} ${a.key}` < `${b.kind} ${b.key}` ? -1 : 1;
}

function sizeOf(candidates: readonly PruneCandidate[]): number {
  return candidates.reduce((sum, { bytes }) => sum + bytes, 0);
}
