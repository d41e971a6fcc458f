import { indexBounds } from "@debootc/core/deb822/index-bounds";
import { packagesIndexFault } from "@debootc/core/deb822/packages-index-fault";
import { indexPackages } from "@debootc/core/deb822/packages-index";
import type { ReleaseFile } from "@debootc/core/deb822/release-file";
import { DebootcError } from "@debootc/core/error/debootc-error";
import type { LockedIndex } from "@debootc/core/lock/lock";
import type { UniversePart } from "@debootc/core/lock/package-universe";
import { type Digest, digestOfBytes } from "@debootc/core/record/digest";
import { formatBytes } from "@debootc/core/text/amount";
import { readIfPresent, sizeIfPresent } from "@debootc/tools/files/paths";
import type { ArchiveSource } from "./archive-sources.ts";
import { lockedIndex, type SuitePlace, verifiedRelease, whereOf } from "./verified-release.ts";

export interface VerifiedSuite {
  readonly source: ArchiveSource;
  readonly uri: string;
  /** Files that a later run may start from: the Release file, and those whose digests it gives. */
  readonly files: readonly string[];
  readonly index: LockedIndex;
  /** Absent for a trusted source without a Release file. */
  readonly release: ReleaseFile | undefined;
  readonly parts: readonly UniversePart[];
}

/**
 * Reads the indexes that apt left in its root, and checks each again by the digest in its signed Release file: on a
 * cache hit apt itself checks only the signature. Throws `trust-refused` if one does not match, `index-invalid` or
 * `index-too-large` for one that nobody should read, and `treefile-invalid` if a suite lacks a component or the
 * architecture.
 */
export async function verifiedIndexes(
  places: readonly { readonly place: SuitePlace }[],
): Promise<VerifiedSuite[]> {
  const suites: VerifiedSuite[] = [];
  for (const { place } of places) suites.push(await verifiedSuite(place));
  return suites;
}

async function verifiedSuite(place: SuitePlace): Promise<VerifiedSuite> {
  const { source, suite, uri, offered } = place;
  // apt may have fetched a newer one meanwhile.
  const signed = await verifiedRelease(place);
  const release = signed?.release;
  const indexes: Buffer[] = [];
  const parts: UniversePart[] = [];
  const files = signed ? [signed.file] : [];
  for (const { file, metaKey } of offered) {
    const what = `${whereOf(place)} ${metaKey}`;
    await refuseLongIndex(file, what);
    const index = await readIfPresent(file);
    if (index === undefined) continue;
    const promised = release?.sha256.get(metaKey);
    checkIndex(index, promised, what);
    const text = index.toString();
    refuseFaultyIndex(text, what);
    indexes.push(index);
    parts.push({
      sourceId: source.id,
      suite,
      notAutomatic: release?.notAutomatic ?? false,
      index: indexPackages(text),
    });
    if (promised !== undefined) files.push(file);
  }
  const index = signed?.index ?? lockedIndex(place, Buffer.concat(indexes), undefined);
  return { source, uri, files, index, release, parts };
}

/** Refuses what must not even be read; an index of a directory on this machine has never passed through apt's hands. */
async function refuseLongIndex(file: string, what: string): Promise<void> {
  const size = await sizeIfPresent(file);
  if (size === undefined || size <= indexBounds.indexBytes) return;
  const most = formatBytes(indexBounds.indexBytes);
  throw tooLarge(`${what} has ${formatBytes(size)}, but at most ${most} are read`);
}

/** Refuses an index that apt would choke on or work on for hours; apt would not name the source. */
function refuseFaultyIndex(text: string, what: string): void {
  const fault = packagesIndexFault(text);
  if (fault === undefined) return;
  if (fault.kind === "too-large") throw tooLarge(`${what} ${fault.message}`);
  throw new DebootcError("index-invalid", `${what} ${fault.message}`, {
    hint: "apt cannot read such an index. Ask the owner of the source to publish a correct one.",
  });
}

function tooLarge(message: string): DebootcError {
  return new DebootcError("index-too-large", message, {
    hint: "No archive of Debian is nearly that large. Use the source only if its owner can explain this, and divide it into smaller suites or components.",
  });
}

function checkIndex(index: Buffer, promised: Digest | undefined, what: string): void {
  if (promised === undefined || digestOfBytes(index) === promised) return;
  throw new DebootcError("trust-refused", `${what} does not match the digest in its signed Release file`, {
    hint: "Run again: the cached index will be fetched again.",
  });
}
