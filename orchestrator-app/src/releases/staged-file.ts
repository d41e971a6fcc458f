import type { Digest } from "@debootc/core/record/digest";
import { type FilePart, partName, type ReleaseFile } from "@debootc/core/release/release-file";
import { writable } from "@debootc/tools/files/writable";
import { createHash } from "node:crypto";
import { type FileHandle, open } from "node:fs/promises";
import { join } from "node:path";
import type { TakeRoom } from "../storage/leave-room.ts";

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
  const digestOf = (hash: typeof whole): Digest => `sha256:${hash.digest("hex")}`;
  const endPart = () => {
    parts.push({ name: partName(name, parts.length), size: partSize, digest: digestOf(part) });
    part = createHash("sha256");
    partSize = 0;
  };
  return {
    write: async (chunk) => {
      await takeRoom(chunk.length);
      await writable(path, () => file.appendFile(chunk));
      whole.update(chunk);
      size += chunk.length;
      for (let at = 0; at < chunk.length; ) {
        if (partSize === partBytes) endPart();
        const piece = chunk.subarray(at, at + partBytes - partSize);
        part.update(piece);
        partSize += piece.length;
        at += piece.length;
      }
    },
    end: async () => {
      await writable(path, () => file.sync());
      await file.close();
      if (parts.length > 0) endPart();
      return { name, mediaType, size, digest: digestOf(whole), parts };
    },
    close: () => file.close(),
  };
}
