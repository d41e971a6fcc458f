import { DebootcError } from "@debootc/core/error/debootc-error";
import type { Digest } from "@debootc/core/record/digest";
import { type OmittedFile, readRootAsTar } from "@debootc/tools/files/tar";
import { createHash } from "node:crypto";
import { createWriteStream } from "node:fs";
import { pipeline } from "node:stream/promises";
import { entryEncoder } from "./entry-encoder.ts";

/** Describes a packed entry. */
export interface PackedEntry {
  readonly digest: Digest;
  readonly size: number;
  /** Length of the archive before compression. */
  readonly unpacked: number;
}

function refuseOmitted({ path, reason }: OmittedFile): void {
  if (reason !== "changed") throw new DebootcError("archive-invalid", `${path.toString()} is ${reason}`);
}

/**
 * Packs the content of a cache entry into a file: one tar of everything, with numeric owners, links and extended
 * attributes, compressed. Throws what reading the tree throws.
 */
export async function packEntry(content: string, archive: string, signal: AbortSignal): Promise<PackedEntry> {
  const hash = createHash("sha256");
  let size = 0;
  let unpacked = 0;
  await pipeline(
    // tar takes a new name for a change, and a blob gets one in every image that has it. Content itself never changes.
    readRootAsTar(content, { signal, onOmitted: refuseOmitted }),
    async function* (chunks: AsyncIterable<Uint8Array>) {
      for await (const chunk of chunks) {
        unpacked += chunk.length;
        yield chunk;
      }
    },
    entryEncoder(),
    async function* (chunks: AsyncIterable<Buffer>) {
      for await (const chunk of chunks) {
        hash.update(chunk);
        size += chunk.length;
        yield chunk;
      }
    },
    createWriteStream(archive, { flags: "wx" }),
    { signal },
  );
  return { digest: `sha256:${hash.digest("hex")}`, size, unpacked };
}
