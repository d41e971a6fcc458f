import type { Digest } from "@debootc/core/record/digest";
import type { RecordFormat } from "@debootc/core/record/record";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Cache, Lease } from "./cache.ts";

interface Work<T> {
  readonly cache: Cache;
  readonly kind: string;
  readonly key: Digest;
  readonly format: RecordFormat<T>;
  /** Fills the directory; the record describes its content. */
  readonly make: (directory: string) => Promise<T>;
  readonly outputDigest: (record: T) => Digest;
}

/** Takes a result and its record from the cache, or makes and stores them. The caller holds the lease. */
export async function cachedRecord<T>(
  work: Work<T>,
): Promise<{ readonly record: T; readonly lease: Lease; readonly reused: boolean }> {
  const { cache, kind, key, format } = work;
  const found = await cache.get(kind, key);
  const lease =
    found ??
    (await cache.put(kind, key, async (directory) => {
      const record = await work.make(directory);
      await writeFile(join(directory, "record.json"), format.serialize(record));
      return work.outputDigest(record);
    }));
  const file = join(lease.path, "record.json");
  return { record: format.parse(await readFile(file, "utf8"), file), lease, reused: found !== undefined };
}
