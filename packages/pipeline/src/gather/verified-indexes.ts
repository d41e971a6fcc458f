import { indexPackages } from "@debootc/core/deb822/packages-index";
import type { ReleaseFile } from "@debootc/core/deb822/release-file";
import { DebootcError } from "@debootc/core/error/debootc-error";
import type { LockedIndex } from "@debootc/core/lock/lock";
import type { UniversePart } from "@debootc/core/lock/package-universe";
import { type Digest, digestOfBytes } from "@debootc/core/record/digest";
import type { IndexTarget } from "@debootc/tools/apt/apt";
import { readIfPresent } from "@debootc/tools/files/read-if-present";
import type { ArchiveSource } from "./archive-sources.ts";
import { lockedIndex, type SuitePlace, suitePlaces, verifiedRelease, whereOf } from "./verified-release.ts";

export interface VerifiedSuite {
  readonly source: ArchiveSource;
  readonly uri: string;
  /** Files that a later run may start from: those whose digests the Release file gives, and it itself. */
  readonly files: readonly string[];
  readonly index: LockedIndex;
  /** Absent for a trusted source without a Release file. */
  readonly release: ReleaseFile | undefined;
  readonly parts: readonly UniversePart[];
}

/**
 * Reads the indexes that apt left in its root, each checked once more against the digest in its signed Release
 * file: on a cache hit apt itself checks only the signature. Throws `trust-refused` when one does not fit, and
 * `treefile-invalid` when a suite lacks a component or the architecture.
 */
export async function verifiedIndexes(
  sources: readonly ArchiveSource[],
  targets: readonly IndexTarget[],
  architecture: string,
): Promise<VerifiedSuite[]> {
  const suites: VerifiedSuite[] = [];
  for (const place of suitePlaces(sources, targets, architecture)) suites.push(await verifiedSuite(place));
  return suites;
}

async function verifiedSuite(place: SuitePlace): Promise<VerifiedSuite> {
  const { source, suite, uri, offered } = place;
  const signed = await verifiedRelease(place);
  const release = signed?.release;
  const indexes: Buffer[] = [];
  const files = signed ? [signed.file] : [];
  for (const { file, metaKey } of offered) {
    const index = await readIfPresent(file);
    if (index === undefined) continue;
    const promised = release?.sha256.get(metaKey);
    checkIndex(index, promised, `${whereOf(place)} ${metaKey}`);
    indexes.push(index);
    if (promised !== undefined) files.push(file);
  }
  const parts = indexes.map((index) => ({
    sourceId: source.id,
    suite,
    notAutomatic: release?.notAutomatic ?? false,
    index: indexPackages(index.toString()),
  }));
  const index = signed?.index ?? lockedIndex(place, Buffer.concat(indexes), undefined);
  return { source, uri, files, index, release, parts };
}

function checkIndex(index: Buffer, promised: Digest | undefined, what: string): void {
  if (promised === undefined || digestOfBytes(index) === promised) return;
  throw new DebootcError("trust-refused", `${what} does not fit the digest in its signed Release file`, {
    hint: "Run again: what is cached of it is fetched anew.",
  });
}
