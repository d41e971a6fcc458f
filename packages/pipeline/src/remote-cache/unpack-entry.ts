import { DebootcError } from "@debootc/core/error/debootc-error";
import type { TarMember } from "@debootc/core/tar/entry";
import { equalBlocks } from "@debootc/core/tar/equal-blocks";
import { readTar } from "@debootc/core/tar/read-tar";
import { writeTar } from "@debootc/core/tar/write-tar";
import { extractTar } from "@debootc/tools/files/extract-tar";
import { createReadStream } from "node:fs";
import { createZstdDecompress } from "node:zlib";
import { harmlessMembers } from "./harmless-members.ts";

interface Unpacking {
  readonly archive: string;
  /** An empty directory. */
  readonly content: string;
  /** Length of the archive without compression: longer ones are refused as soon as they are. */
  readonly unpacked: number;
  /** Who owns what is debootc's own in it: everything, or beside a tree of a system its record. */
  readonly owner: { readonly uid: number; readonly gid: number };
  /** Whether it is a tree of a system, with owners, attributes and links of any kind. */
  readonly isSystem: boolean;
}

/**
 * Unpacks the archive of an entry, which comes from anywhere. tar gets nothing of it but a new archive of the members
 * that are harmless, so that it reads what was checked. Throws `archive-invalid`, and what the file system has to say.
 */
export async function unpackEntry(
  { archive, content, unpacked, owner, isSystem }: Unpacking,
  signal: AbortSignal,
): Promise<void> {
  const members = harmlessMembers(readTar(plainBytes(archive, unpacked)), isSystem);
  // tar gets few large writes instead of three small ones for each member.
  const plain = equalBlocks(writeTar(withOwner(members, owner)), 1024 * 1024);
  let refusal: unknown;
  const heard = hearing(plain, (error) => (refusal = error));
  const complaints = await extractTar(content, heard, { sameOwner: isSystem, signal }).catch(
    (error: unknown) => {
      throw refusal ?? error;
    },
  );
  if (refusal !== undefined) throw refusal;
  if (complaints !== "") throw new DebootcError("archive-invalid", `tar says of its archive: ${complaints}`);
}

/** tar hears only that its input ends. */
async function* hearing(
  chunks: AsyncIterable<Uint8Array>,
  onError: (error: unknown) => void,
): AsyncGenerator<Uint8Array, void, undefined> {
  try {
    yield* chunks;
  } catch (error) {
    onError(error);
    throw error;
  }
}

/** Gives the record of a step and the like to the user of this machine: another one stored them. */
async function* withOwner(
  members: AsyncIterable<TarMember>,
  owner: Unpacking["owner"],
): AsyncGenerator<TarMember, void, undefined> {
  for await (const { entry, body } of members) {
    const isOwn = entry.path === "." || (entry.type === "file" && /^(\.\/)?[^/]+$/.test(entry.path));
    yield { entry: isOwn ? { ...entry, ...owner } : entry, body };
  }
}

async function* plainBytes(archive: string, expected: number): AsyncGenerator<Uint8Array, void, undefined> {
  const compressed = createReadStream(archive, { highWaterMark: 1024 * 1024 });
  const plain = createZstdDecompress({ chunkSize: 1024 * 1024 });
  compressed.once("error", (error) => plain.destroy(error));
  let read = 0;
  try {
    for await (const chunk of compressed.pipe(plain) as AsyncIterable<Buffer>) {
      read += chunk.length;
      if (read > expected) break;
      yield chunk;
    }
  } catch (error) {
    throw new DebootcError("archive-invalid", `its archive cannot be read: ${(error as Error).message}`, {
      cause: error,
    });
  } finally {
    compressed.destroy();
    plain.destroy();
  }
  if (read === expected) return;
  const found = read > expected ? "more" : String(read);
  throw new DebootcError("archive-invalid", `its archive has ${found} bytes, its record says ${expected}`);
}
