import type { Diagnostic } from "@debootc/core/error/diagnostic";
import type { Reporter } from "@debootc/core/event/event";
import type { Digest } from "@debootc/core/record/digest";
import { reasonOf } from "@debootc/tools/errno";
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Lease, TrustDomain } from "../cache/cache.ts";
import { type EntryName, entryLabel } from "../cache/cache-layout.ts";
import { inTurn } from "../cache/in-turn.ts";
import { staysHere } from "../cache/local-kinds.ts";
import type { LocalCache } from "../cache/local-cache.ts";
import { readFetched, refuseTooLarge } from "./read-fetched.ts";
import { archiveFile, remoteEntryRecord, remoteRecordFile } from "./remote-entry.ts";
import type { RemoteLink } from "./remote-link.ts";
import type { PackedEntry } from "./pack-entry.ts";
import { storingQueue } from "./storing-queue.ts";

export interface RemoteSurroundings {
  readonly link: RemoteLink;
  /** Work that is not trusted stores nothing. */
  readonly trustDomain: TrustDomain;
  readonly pack: (kind: string, content: string, archive: string) => Promise<PackedEntry>;
  readonly unpack: (kind: string, unpacking: Unpacking) => Promise<void>;
  /** Makes an empty directory on the file system of the cache, which goes with its holder. */
  readonly makeWork: () => Promise<AsyncDisposable & { readonly path: string }>;
  /** Version of this debootc, for the records. */
  readonly producer: string;
  readonly clock: () => Date;
  readonly report: Reporter;
  readonly signal: AbortSignal;
}

export interface Unpacking {
  readonly archive: string;
  readonly content: string;
  readonly unpacked: number;
}

/** Is a cache of this machine with one outside behind it. Disposing of it waits until everything is stored. */
export type CacheWithRemote = LocalCache & AsyncDisposable;

/**
 * Puts a remote cache behind the cache of this machine. What is not here is fetched from there, proven, and put here like
 * everything else; what is here, or made here, is stored there while the run goes on.
 */
export function withRemote(local: LocalCache, surroundings: RemoteSurroundings): CacheWithRemote {
  const { trustDomain } = surroundings;
  const absent = new Set<string>();
  const offered = new Set<string>();
  const queue = storingQueue((name, lease) => store(name, lease, surroundings));

  /** Stores what is here, once in a run. */
  const offer = async (name: EntryName): Promise<void> => {
    const label = entryLabel(name);
    if (trustDomain !== "trusted" || offered.has(label)) return;
    offered.add(label);
    const held = await local.get(name.kind, name.key);
    if (held !== undefined) queue.add(name, held);
  };
  const get = async (kind: string, key: Digest): Promise<Lease | undefined> => {
    if (staysHere(kind)) return local.get(kind, key);
    const name = { kind, key };
    const label = entryLabel(name);
    const found = await local.get(kind, key);
    if (found !== undefined) await offer(name);
    if (found !== undefined || absent.has(label)) return found;
    return inTurn(local, `remote ${label}`, async () => {
      const meanwhile = await local.get(kind, key);
      if (meanwhile !== undefined || absent.has(label)) return meanwhile;
      const lease = await restore(local, name, surroundings);
      if (lease !== undefined) offered.add(label);
      // What was not there a moment ago, or was refused, is not asked for again.
      if (lease === undefined) absent.add(label);
      return lease;
    });
  };
  return {
    ...local,
    get,
    put: async (kind, key, producer) => {
      if (staysHere(kind)) return local.put(kind, key, producer);
      const found = await get(kind, key);
      if (found !== undefined) return found;
      const lease = await local.put(kind, key, producer);
      await offer({ kind, key });
      return lease;
    },
    discard: async (kind, key, reason) => {
      absent.add(entryLabel({ kind, key }));
      await local.discard(kind, key, reason);
    },
    [Symbol.asyncDispose]: () => queue.done(),
  };
}

async function restore(
  local: LocalCache,
  name: EntryName,
  { link, trustDomain, unpack, makeWork, report, signal }: RemoteSurroundings,
): Promise<Lease | undefined> {
  await using work = await makeWork();
  try {
    if (!(await link.fetch(name, work.path))) return undefined;
    const { outputDigest, archive } = await proven(work.path, name, trustDomain);
    return await local.put(name.kind, name.key, async (content) => {
      await unpack(name.kind, {
        archive: join(work.path, archiveFile),
        content,
        unpacked: archive.unpacked,
      });
      return outputDigest;
    });
  } catch (error) {
    if (signal.aborted) throw error;
    warn(report, {
      code: "remote-entry-refused",
      message: `${entryLabel(name)} of ${link.place} is not used: ${reasonOf(error)}`,
      hint: "It is made here instead. Where the remote cache is a directory, debootc cache verify --remote DIR --fix removes what is damaged.",
    });
    return undefined;
  }
}

async function proven(directory: string, name: EntryName, trustDomain: TrustDomain) {
  const entry = await readFetched(directory, name, trustDomain);
  await refuseTooLarge(entry, directory);
  return entry;
}

async function store(
  name: EntryName,
  { path, outputDigest }: Lease,
  { link, pack, makeWork, producer, clock, trustDomain, report, signal }: RemoteSurroundings,
): Promise<void> {
  try {
    if (!(await link.lacks(name))) return;
    await using work = await makeWork();
    const directory = join(work.path, "entry");
    await mkdir(directory);
    const archive = await pack(name.kind, path, join(directory, archiveFile));
    const stored = clock().toISOString();
    const record = { ...name, outputDigest, trustDomain, producer, stored, archive };
    await writeFile(join(directory, remoteRecordFile), remoteEntryRecord.serialize(record));
    await link.store(name, directory);
  } catch (error) {
    if (signal.aborted) return;
    warn(report, {
      code: "remote-entry-unstored",
      message: `${entryLabel(name)} cannot be packed for ${link.place}: ${reasonOf(error)}`,
      hint: "It is kept on this machine alone.",
    });
  }
}

function warn(report: Reporter, diagnostic: Omit<Diagnostic, "severity">): void {
  report({ type: "diagnostic", diagnostic: { severity: "warning", ...diagnostic } });
}
