import type { Digest } from "@debootc/core/record/digest";
import { rm } from "node:fs/promises";
import { entryDirectory, entryLabel } from "./cache-layout.ts";
import { listLeaseFiles, voidLeaseFiles } from "./lease-files.ts";
import { evict, type LocalStore } from "./local-store.ts";
import { type PruneLimits, planPrune } from "./prune-plan.ts";
import { listEntryNames, readEntry } from "./read-entry.ts";
import { abandonedStagingDirectories } from "./staging-area.ts";

export interface ListedEntry {
  readonly kind: string;
  readonly key: Digest;
  readonly bytes: number;
  readonly lastUsed: Date;
  /** A living process reads it. */
  readonly held: boolean;
  /** Undefined if damaged. */
  readonly created?: string | undefined;
  readonly damage?: string | undefined;
}

export interface PruneOutcome {
  readonly removed: readonly ListedEntry[];
  /** Staging directories of dead processes. */
  readonly abandoned: number;
  /** Leases of dead processes. */
  readonly voidLeases: number;
  /** Size of the remaining entries, in bytes. */
  readonly bytes: number;
}

/** Lists all entries, sorted by kind and key. */
export async function listCache(store: LocalStore): Promise<ListedEntry[]> {
  const held = await store.leases.held();
  const listed: ListedEntry[] = [];
  for (const name of await listEntryNames(store.layout)) {
    const found = await readEntry(store, name);
    if (found.state === "absent") continue;
    const isHeld = held.has(entryLabel(name));
    if (found.state === "sound") {
      const { content, created } = found.entry;
      listed.push({ ...name, bytes: content.bytes, lastUsed: found.lastUsed, held: isHeld, created });
    } else {
      const { bytes } = await store.measure(entryDirectory(store.layout, name));
      listed.push({ ...name, bytes, lastUsed: new Date(0), held: isHeld, damage: found.reason });
    }
  }
  return listed;
}

/** Performs `LocalCache.prune`. With `dryRun`, only says what it would remove. */
export async function pruneCache(
  store: LocalStore,
  { dryRun = false, ...limits }: PruneLimits & { readonly dryRun?: boolean },
): Promise<PruneOutcome> {
  const abandoned = await abandonedStagingDirectories(store.layout.staging);
  if (!dryRun) for (const { path } of abandoned) await store.options.removeTree(path);
  const voids = await voidLeaseFiles(await listLeaseFiles(store.layout.leases));
  if (!dryRun) for (const { path } of voids) await rm(path, { force: true });

  const listed = await listCache(store);
  const removed: ListedEntry[] = [];
  for (const victim of planPrune(listed, limits)) {
    if (dryRun || (await evict(store, victim))) removed.push(victim);
  }
  const bytes = listed
    .filter((entry) => !removed.includes(entry))
    .reduce((sum, entry) => sum + entry.bytes, 0);
  return { removed, abandoned: abandoned.length, voidLeases: voids.length, bytes };
}
