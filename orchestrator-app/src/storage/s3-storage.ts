import { DebootcError } from "@debootc/core/error/debootc-error";
import { type Digest, digestSchema } from "@debootc/core/record/digest";
import { requireDirectory } from "@debootc/tools/files/require-directory";
import { rm } from "node:fs/promises";
import { join } from "node:path";
import { diskStorage, missing } from "./disk-storage.ts";
import type { S3Client } from "./s3-client.ts";
import type { Storage, StoredObject } from "./storage.ts";

/** Says how objects are kept in a bucket. */
export interface S3Options {
  readonly client: S3Client;
  /** Begins the keys of all objects: `hub/`, or nothing. */
  readonly prefix: string;
  /** Where an object is until all of it is verified. */
  readonly spool: string;
  readonly randomWord: () => string;
  /** So many bytes of the disk with the spool are left to others. */
  readonly reserve: number;
  /** The size of the parts of an upload, in bytes; those of a very large object are larger. */
  readonly partBytes: number;
}

/**
 * Keeps objects in a bucket. An object is verified on the disk first, and sent in parts that S3 puts together only when all are
 * there, so that none is ever found that is not whole.
 */
export function s3Storage({ client, prefix, spool, randomWord, reserve, partBytes }: S3Options): Storage {
  const keyOf = (digest: Digest) => `${prefix}${digest.slice("sha256:".length)}`;
  const stat = async (digest: Digest): Promise<StoredObject | undefined> => {
    const size = await client.size(keyOf(digest));
    return size === undefined ? undefined : { digest, size };
  };
  return {
    put: async (chunks, expected) => {
      const directory = join(spool, randomWord());
      try {
        await requireDirectory(directory, 0o700);
        const local = diskStorage({ directory, randomWord, reserve });
        const object = await local.put(chunks, expected);
        if ((await stat(object.digest))?.size !== object.size)
          await send(client, local, object, { key: keyOf(object.digest), partBytes });
        return object;
      } finally {
        await rm(directory, { recursive: true, force: true });
      }
    },
    get: async (digest, range) => {
      const object = await stat(digest);
      if (object === undefined) throw missing(digest);
      const { start, end } = range ?? { start: 0, end: object.size };
      return end <= start ? nothing() : client.read(keyOf(digest), { start, end });
    },
    stat,
    delete: (digest) => client.remove(keyOf(digest)),
    ownerOf: async (candidate) => {
      const key = `${prefix}owner`;
      const size = await client.size(key);
      if (size === undefined) await client.write(key, Buffer.from(candidate));
      // Of two that begin at once, one has written last.
      const end = size ?? candidate.length;
      return (
        await bytesOf(await client.read(key, { start: 0, end: Math.min(end, longestOwner) }))
      ).toString();
    },
    list: async function* () {
      for await (const { key, size } of client.list(prefix)) {
        const digest = digestSchema.safeParse(`sha256:${key.slice(prefix.length)}`);
        if (digest.success) yield { digest: digest.data, size };
      }
    },
  };
}

const longestOwner = 100;

/** S3 takes no more parts of an object. */
const mostParts = 10_000;

interface Target {
  readonly key: string;
  readonly partBytes: number;
}

async function send(
  client: S3Client,
  local: Storage,
  { digest, size }: StoredObject,
  { key, ...target }: Target,
): Promise<void> {
  const partBytes = Math.max(target.partBytes, Math.ceil(size / mostParts));
  const part = async (start: number) =>
    bytesOf(await local.get(digest, { start, end: Math.min(size, start + partBytes) }));
  if (size <= partBytes) return client.write(key, await part(0));
  const upload = await client.beginUpload(key);
  try {
    const tags: string[] = [];
    for (let start = 0; start < size; start += partBytes)
      tags.push(await client.writePart(key, { upload, number: tags.length + 1, bytes: await part(start) }));
    await client.endUpload(key, upload, tags);
  } catch (error) {
    // A bucket keeps, and charges for, parts that nobody put together.
    await client.dropUpload(key, upload).catch(() => {});
    throw error;
  }
  const found = await client.size(key);
  if (found === size) return;
  throw new DebootcError(
    "storage-unavailable",
    `the storage has ${found ?? 0} of ${size} bytes of ${digest}`,
    {
      hint: "The hub tries again by itself; look at the storage if that goes on.",
    },
  );
}

async function bytesOf(chunks: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const parts: Uint8Array[] = [];
  for await (const chunk of chunks) parts.push(chunk);
  return Buffer.concat(parts);
}

async function* nothing(): AsyncGenerator<Uint8Array> {}
