import { DebootcError } from "@debootc/core/error/debootc-error";
import { hasErrno } from "../errno.ts";
import { constants, createWriteStream } from "node:fs";
import { type FileHandle, open } from "node:fs/promises";
import { pipeline } from "node:stream/promises";

interface CopyLimits {
  readonly signal: AbortSignal;
  /** A longer file is refused, also one that grows while it is read. */
  readonly mostBytes: number;
}

/**
 * Copies a file that anybody may have put there to a path that must not exist, and brings the copy to the disk. Refuses
 * links, which could lead to any file of this user, and whatever is not a plain file, with `archive-invalid`. Returns its
 * length.
 */
export async function copyPlainFile(
  source: string,
  target: string,
  { signal, mostBytes }: CopyLimits,
): Promise<number> {
  await using file = await openPlain(source);
  const { size } = await file.stat();
  if (size > mostBytes) throw tooLong(source, mostBytes);
  let copied = 0;
  await pipeline(
    file.createReadStream({ highWaterMark: 1024 * 1024, autoClose: false }),
    async function* (chunks: AsyncIterable<Buffer>) {
      for await (const chunk of chunks) {
        copied += chunk.length;
        if (copied > mostBytes) throw tooLong(source, mostBytes);
        yield chunk;
      }
    },
    createWriteStream(target, { flags: "wx", flush: true }),
    { signal },
  );
  return copied;
}

async function openPlain(path: string): Promise<FileHandle> {
  try {
    // Without NONBLOCK the open of a pipe would wait for somebody to write.
    const file = await open(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
    if ((await file.stat()).isFile()) return file;
    await file.close();
  } catch (error) {
    if (!hasErrno(error, "ELOOP", "ENXIO")) throw error;
  }
  throw new DebootcError("archive-invalid", `${path} is not a plain file`);
}

function tooLong(path: string, mostBytes: number): DebootcError {
  return new DebootcError("archive-invalid", `${path} is longer than ${mostBytes} bytes`);
}
