import { DebootcError } from "@debootc/core/error/debootc-error";
import type { Digest } from "@debootc/core/record/digest";
import type { RecordFormat } from "@debootc/core/record/record";
import { hasErrno } from "@debootc/tools/errno";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Cache, Lease } from "./cache.ts";
import { inTurn } from "./in-turn.ts";

interface Work<T> {
  readonly cache: Cache;
  readonly kind: string;
  readonly key: Digest;
  readonly format: RecordFormat<T>;
  /** Fills the directory; the record describes its content. */
  readonly make: (directory: string) => Promise<T>;
  readonly outputDigest: (record: T) => Digest;
}

interface CachedRecord<T> {
  readonly record: T;
  readonly lease: Lease;
  readonly reused: boolean;
}

/**
 * Takes a result and its record from the cache, or makes and stores them; what is wanted twice at once is made once. The
 * caller holds the lease.
 */
export async function cachedRecord<T>(work: Work<T>): Promise<CachedRecord<T>> {
  return inTurn(work.cache, `${work.kind} ${work.key}`, () => takeOrMake(work));
}

async function takeOrMake<T>(work: Work<T>): Promise<CachedRecord<T>> {
  const { cache, kind, key, format } = work;
  const found = await cache.get(kind, key);
  const known = found && (await provenRecord(work, found));
  if (known !== undefined) return { ...known, reused: true };
  const lease = await cache.put(kind, key, async (directory) => {
    const record = await work.make(directory);
    await writeFile(join(directory, recordFile), format.serialize(record));
    return work.outputDigest(record);
  });
  const file = join(lease.path, recordFile);
  return { record: format.parse(await readFile(file, "utf8"), file), lease, reused: false };
}

/** Returns the record of an entry, if it is one and has the output that the entry states. Discards the entry otherwise. */
async function provenRecord<T>({ cache, kind, key, format, outputDigest }: Work<T>, lease: Lease) {
  const file = join(lease.path, recordFile);
  let reason: string;
  try {
    const record = format.parse(await readFile(file, "utf8"), file);
    const output = outputDigest(record);
    if (output === lease.outputDigest) return { record, lease };
    reason = `its record has the output ${output}, not ${lease.outputDigest}`;
  } catch (error) {
    if (!(error instanceof DebootcError) && !hasErrno(error, "ENOENT", "ENOTDIR", "EISDIR")) throw error;
    reason = error instanceof Error ? error.message : String(error);
  }
  await lease[Symbol.asyncDispose]();
  await cache.discard(kind, key, reason);
  return undefined;
}

/** Returns the record of a result in the cache without proving it, if there is one that can be read. */
export async function guessRecord<T>({
  cache,
  kind,
  key,
  format,
}: Pick<Work<T>, "cache" | "kind" | "key" | "format">): Promise<T | undefined> {
  const content = await cache.peek(kind, key);
  if (content === undefined) return undefined;
  const file = join(content, recordFile);
  try {
    return format.parse(await readFile(file, "utf8"), file);
  } catch (error) {
    // Damage is told by who asks for the result itself.
    if (error instanceof DebootcError || hasErrno(error, "ENOENT", "ENOTDIR", "EISDIR", "EIO", "EACCES"))
      return undefined;
    throw error;
  }
}

const recordFile = "record.json";
