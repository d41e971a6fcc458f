import { DebootcError } from "@debootc/core/error/debootc-error";
import { formatBytes } from "@debootc/core/text/amount";
import { freeBytes } from "@debootc/tools/files/disk-use";
import { fileDigest } from "@debootc/tools/files/file-digest";
import { lstat, readFile } from "node:fs/promises";
import { join } from "node:path";
import type { TrustDomain } from "../cache/cache.ts";
import type { EntryName } from "../cache/cache-layout.ts";
import { archiveFile, type RemoteEntry, remoteEntryRecord, remoteRecordFile } from "./remote-entry.ts";

/** A record has less than a thousand bytes. */
const mostRecordBytes = 64 * 1024;

/**
 * Reads the record of an entry that was fetched into a directory, and proves that it belongs to the name, that work of
 * the trust domain may use it, and that the archive beside it is what was stored. Throws an error that says what is wrong.
 */
export async function readFetched(
  directory: string,
  name: EntryName,
  trustDomain: TrustDomain,
): Promise<RemoteEntry> {
  const file = await plainFile(directory, remoteRecordFile);
  refuseUnless(file.size <= mostRecordBytes, `its record has ${formatBytes(file.size)}`);
  const entry = remoteEntryRecord.parse(await readFile(file.path, "utf8"), remoteRecordFile);
  refuseUnless(
    entry.kind === name.kind && entry.key === name.key,
    `its record belongs to ${entry.kind} ${entry.key}`,
  );
  refuseUnless(
    trustDomain === "untrusted" || entry.trustDomain === "trusted",
    "it was made by untrusted work",
  );
  const { path, size } = await plainFile(directory, archiveFile);
  refuseUnless(
    size === entry.archive.size,
    `its archive has ${size} bytes, its record says ${entry.archive.size}`,
  );
  const { digest } = await fileDigest(path);
  refuseUnless(
    digest === entry.archive.digest,
    `its archive is not what was stored (${digest}, not ${entry.archive.digest})`,
  );
  return entry;
}

/** Refuses an entry for which there is no room: what it unpacks to is not believed before, but is a limit then. */
export async function refuseTooLarge({ archive }: RemoteEntry, directory: string): Promise<void> {
  const free = await freeBytes(directory);
  refuseUnless(
    archive.unpacked < free,
    `it unpacks to ${formatBytes(archive.unpacked)}, and ${formatBytes(free)} are free`,
  );
}

async function plainFile(directory: string, name: string) {
  const path = join(directory, name);
  const facts = await lstat(path).catch(() => undefined);
  refuseUnless(facts?.isFile() === true, `${name} is missing`);
  return { path, size: facts?.size ?? 0 };
}

function refuseUnless(isRight: boolean, message: string): asserts isRight {
  if (!isRight) throw new DebootcError("record-invalid", message);
}
