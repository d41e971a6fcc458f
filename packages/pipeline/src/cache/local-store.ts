import { makeDirectories } from "@debootc/tools/files/paths";
import { DebootcError } from "@debootc/core/error/debootc-error";
import type { Digest } from "@debootc/core/record/digest";
import type { Reporter } from "@debootc/core/event/event";
import { hasErrno } from "@debootc/tools/errno";
import { rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { TrustDomain } from "./cache.ts";
import { type CacheLayout, cacheLayout, type EntryName, entryDirectory, entryLabel } from "./cache-layout.ts";
import { LeaseFiles } from "./lease-files.ts";
import { measureTree, type TreeMeasure } from "../worker/measure-tree.ts";
import { identifyProcess, type ProcessIdentity } from "./process-identity.ts";
import type { RemoveTree } from "../worker/remove-tree.ts";
import { type OpenedAs, openedAs } from "./lost-cache.ts";
import { sealFiles } from "../worker/seal-files.ts";
import { makeStagingDirectory } from "./staging-area.ts";

export interface LocalCacheOptions {
  /** Absolute path; created if missing. All of it must lie on one file system of this machine. */
  readonly directory: string;
  /** Of the work that uses it: only entries of this domain are made, and trusted work gets no others. */
  readonly trustDomain: TrustDomain;
  /** Entries stay as they are, also damaged ones, and so do their times; leases are all that is written. */
  readonly readOnly?: boolean;
  /** Version of this debootc, for the records of entries. */
  readonly producer: string;
  readonly clock: () => Date;
  /** Removes trees of any owner: entries may be root file systems. */
  readonly removeTree: RemoveTree;
  /** Counts trees of any owner; if absent, `measureTree` as the current user. */
  readonly measureTree?: (directory: string) => Promise<TreeMeasure>;
  /** Seals the content of an entry of this kind; if absent, `sealFiles`. */
  readonly seal?: (kind: string, directory: string) => Promise<Digest>;
  /** Receives warnings about damaged entries and about producers that disagree. */
  readonly report?: Reporter;
}

/** Holds what get, put, prune and verify share of a cache directory that this process has opened. */
export interface LocalStore {
  readonly options: LocalCacheOptions;
  readonly layout: CacheLayout;
  readonly owner: ProcessIdentity;
  readonly leases: LeaseFiles;
  readonly measure: (directory: string) => Promise<TreeMeasure>;
  readonly seal: (kind: string, directory: string) => Promise<Digest>;
  /** The entries that this process has proven and holds since, by label, with the number of its leases. */
  readonly proven: Map<string, { readonly name: EntryName; readonly leases: number }>;
  /** The proofs that are under way, by label. */
  readonly proving: Map<string, Promise<string>>;
  readonly opened: OpenedAs;
}

/** Opens a store and makes its directories if missing. Throws `results-unwritable`. */
export async function openLocalStore(options: LocalCacheOptions): Promise<LocalStore> {
  const layout = cacheLayout(options.directory);
  await explainUnwritable(options.directory, async () => {
    await makeDirectories(options.directory);
    // Entries may contain SUID programs with known holes, so no other user may reach them.
    for (const part of Object.values(layout)) await makeDirectories(part, 0o700);
    await tagDirectory(options.directory);
  });
  const owner = await identifyProcess(process.pid);
  return {
    options,
    layout,
    owner,
    leases: new LeaseFiles(layout.leases, owner),
    measure: options.measureTree ?? measureTree,
    seal: options.seal ?? (async (_kind, directory) => sealFiles(directory)),
    proven: new Map(),
    proving: new Map(),
    opened: await openedAs(layout),
  };
}

/** Takes an entry out of the cache and removes it, unless a living process reads it; returns whether it did. */
export async function evict(store: LocalStore, name: EntryName): Promise<boolean> {
  const staging = await makeStagingDirectory(store.layout.staging, store.owner);
  // Moved out of sight in one step and only then removed, so that nobody ever sees half an entry.
  const evicted = await store.leases.removeUnlessHeld(name, async () => {
    await moveIfThere(entryDirectory(store.layout, name), join(staging, "entry"));
  });
  await store.options.removeTree(staging);
  return evicted;
}

/** Evicts an entry that cannot be used, unless nothing may be changed, and reports it. */
export async function evictDamaged(store: LocalStore, name: EntryName, reason: string): Promise<boolean> {
  const evicted = !store.options.readOnly && (await evict(store, name));
  const stays = store.options.readOnly ? "this run may change nothing in the cache" : "another run reads it";
  warn(
    store,
    "cache-entry-damaged",
    `cache entry ${entryLabel(name)} is damaged: ${reason}`,
    evicted ? "It was removed and will be made again." : `It stays, because ${stays}.`,
  );
  return evicted;
}

export function warn(store: LocalStore, code: string, message: string, hint: string): void {
  store.options.report?.({ type: "diagnostic", diagnostic: { severity: "warning", code, message, hint } });
}

/** Turns errors about permissions and space into `results-unwritable`. */
export async function explainUnwritable<T>(directory: string, action: () => Promise<T>): Promise<T> {
  try {
    return await action();
  } catch (error) {
    if (!hasErrno(error, "EACCES", "EPERM", "EROFS", "ENOSPC", "EDQUOT")) throw error;
    throw new DebootcError(
      "results-unwritable",
      `cannot write the cache ${directory}: ${(error as Error).message}`,
      {
        hint: "Free space, fix the ownership of the directory, or choose another one with --cache-dir.",
        cause: error,
      },
    );
  }
}

async function moveIfThere(from: string, to: string): Promise<void> {
  try {
    await rename(from, to);
  } catch (error) {
    if (!hasErrno(error, "ENOENT")) throw error;
  }
}

/** Marks the directory as a cache, so that backup programs leave it out: https://bford.info/cachedir/ */
async function tagDirectory(directory: string): Promise<void> {
  const text = "Signature: 8a477f597d28d172789f06886806bc55\n# This directory is a cache of debootc.\n";
  try {
    await writeFile(join(directory, "CACHEDIR.TAG"), text, { flag: "wx" });
  } catch (error) {
    if (!hasErrno(error, "EEXIST")) throw error;
  }
}
