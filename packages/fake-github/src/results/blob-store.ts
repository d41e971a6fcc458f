import { createReadStream, rmSync } from "node:fs";
import { appendFile, mkdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { Readable } from "node:stream";

/** Keeps blobs as Azure's block blobs: blocks come in any order, and a list of their ids says which ones, and in which. */
export interface BlobStore {
  /** Keeps a block until a list names it. */
  readonly putBlock: (blob: string, block: string, content: Uint8Array) => Promise<void>;
  /** Makes the blob of its blocks. Returns false if one of them is not there. */
  readonly putBlockList: (blob: string, blocks: readonly string[]) => Promise<boolean>;
  /** Makes the blob at once. */
  readonly put: (blob: string, content: Uint8Array) => Promise<void>;
  /** Keeps bytes as a blob in memory. */
  readonly keep: (blob: string, content: Buffer) => void;
  /** Returns how many bytes the blob has; undefined if there is none. */
  readonly size: (blob: string) => Promise<number | undefined>;
  /** Reads the bytes from `start` to `end`, both included. */
  readonly read: (blob: string, start: number, end: number) => Readable;
  /** Removes a blob, and what was uploaded for it. */
  readonly remove: (blob: string) => void;
}

/** Returns a store of blobs in a directory, which it makes. */
export function blobStore(directory: string): BlobStore {
  const kept = new Map<string, Buffer>();
  const file = (blob: string) => join(directory, blob);
  const blocks = (blob: string) => join(directory, `${blob}.blocks`);
  const blockFile = (blob: string, block: string) => join(blocks(blob), Buffer.from(block).toString("hex"));
  return {
    putBlock: async (blob, block, content) => {
      await mkdir(blocks(blob), { recursive: true });
      await writeFile(blockFile(blob, block), content);
    },
    putBlockList: async (blob, ids) => {
      await mkdir(directory, { recursive: true });
      await writeFile(file(blob), "");
      for (const id of ids) {
        const content = await readFile(blockFile(blob, id)).catch(() => undefined);
        if (content === undefined) return false;
        await appendFile(file(blob), content);
      }
      await rm(blocks(blob), { recursive: true, force: true });
      return true;
    },
    put: async (blob, content) => {
      await mkdir(directory, { recursive: true });
      await writeFile(file(blob), content);
    },
    keep: (blob, content) => {
      kept.set(blob, content);
    },
    size: async (blob) =>
      kept.get(blob)?.length ??
      (await stat(file(blob)).then(
        ({ size }) => size,
        () => undefined,
      )),
    read: (blob, start, end) => {
      const content = kept.get(blob);
      if (content === undefined) return createReadStream(file(blob), { start, end });
      return Readable.from([content.subarray(start, end + 1)]);
    },
    remove: (blob) => {
      kept.delete(blob);
      for (const path of [file(blob), blocks(blob)]) rmSync(path, { recursive: true, force: true });
    },
  };
}
