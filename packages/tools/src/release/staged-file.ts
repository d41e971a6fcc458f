import type { Digest } from "@debootc/core/record/digest";
import { type FilePart, partName, type ReleaseFile } from "@debootc/core/release/release-file";
import { createHash } from "node:crypto";
import { type FileHandle, open } from "node:fs/promises";
import { join } from "node:path";
import { writable } from "../files/writable.ts";

/** Is told how many bytes are going to be written. Throws `results-unwritable` if too little of the disk would be left. */
export type TakeRoom = (bytes: number) => Promise<void>;

/** Says which file is staged, and where. */
export interface FileStaging {
  readonly directory: string;
  readonly name: string;
  readonly mediaType: string;
  /** The size above which it is divided, and that of its parts. */
  readonly partBytes: number;
  readonly takeRoom: TakeRoom;
}

/** Is a file of a release while it is written. */
export interface StagedFile {
  readonly write: (chunk: Uint8Array) => Promise<void>;
  /** Ends it, flushed to the disk. */
  readonly end: () => Promise<ReleaseFile>;
  readonly close: () => Promise<void>;
}

/** So many bytes are written at once: an ostree repository comes in pieces of a few hundred. */
const atOnce = 256 * 1024;

/** Begins a file in the directory that a release is staged in. Throws `results-unwritable`. */
export async function stagedFile(staging: FileStaging): Promise<StagedFile> {
  const { directory, name, mediaType, partBytes, takeRoom } = staging;
  const path = join(directory, name);
  const file: FileHandle = await writable(path, () => open(path, "wx", 0o600));
  const whole = createHash("sha256");
  const parts: FilePart[] = [];
  let size = 0;
  let part = createHash("sha256");
  let partSize = 0;
  let pending: Uint8Array[] = [];
  let pendingSize = 0;
  const digestOf = (hash: typeof whole): Digest => `sha256:${hash.digest("hex")}`;
  const endPart = () => {
    parts.push({ name: partName(name, parts.length), size: partSize, digest: digestOf(part) });
    part = createHash("sha256");
    partSize = 0;
  };
  const flush = async () => {
    const bytes = Buffer.concat(pending);
    [pending, pendingSize] = [[], 0];
    await writable(path, () => file.appendFile(bytes));
    whole.update(bytes);
    size += bytes.length;
    for (let at = 0; at < bytes.length; ) {
      if (partSize === partBytes) endPart();
      const piece = bytes.subarray(at, at + partBytes - partSize);
      part.update(piece);
      partSize += piece.length;
      at += piece.length;
    }
  };
  return {
    write: async (chunk) => {
      await takeRoom(chunk.length);
      pending.push(chunk);
      pendingSize += chunk.length;
      if (pendingSize >= atOnce) await flush();
    },
    end: async () => {
      await flush();
      await writable(path, () => file.sync());
      await file.close();
      if (parts.length > 0) endPart();
      return { name, mediaType, size, digest: digestOf(whole), parts };
    },
    close: () => file.close(),
  };
}
