import { indexPackages } from "@debootc/core/deb822/packages-index";
import { parseReleaseFile, type ReleaseFile } from "@debootc/core/deb822/release-file";
import { DebootcError } from "@debootc/core/error/debootc-error";
import type { LockedIndex } from "@debootc/core/lock/lock";
import type { UniversePart } from "@debootc/core/lock/package-universe";
import { type Digest, digestOfBytes } from "@debootc/core/record/digest";
import type { IndexTarget } from "@debootc/tools/apt";
import { normalUri } from "@debootc/tools/apt-uri";
import { readIfPresent } from "@debootc/tools/read-if-present";
import { type ArchiveSource, baseSourceIds } from "./archive-sources.ts";

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
  for (const source of sources) {
    for (const suite of source.suites) {
      for (const uri of source.uris) {
        const offered = targets.filter((target) => target.uri === normalUri(uri) && target.suite === suite);
        suites.push(await verifiedSuite({ source, suite, uri, offered, architecture }));
      }
    }
  }
  return suites;
}

/** Where apt keeps the Release file that belongs to an index: same name, without the path below the suite. */
export function releasePrefixOf({ file, metaKey }: Pick<IndexTarget, "file" | "metaKey">): string {
  return file.slice(0, file.length - metaKey.replaceAll("/", "_").length);
}

interface Place {
  readonly source: ArchiveSource;
  readonly suite: string;
  readonly uri: string;
  readonly offered: readonly IndexTarget[];
  readonly architecture: string;
}

async function verifiedSuite(place: Place): Promise<VerifiedSuite> {
  const { source, suite, offered } = place;
  const where = `source ${source.id} (${place.uri} ${suite})`;
  const [first] = offered;
  const signed = first && (await readRelease(releasePrefixOf(first)));
  const release = signed && parseReleaseFile(signed.content.toString(), where);
  if (release) checkRelease(release, place, where);
  else if (!source.trusted) throw new DebootcError("trust-refused", `${where} has no Release file`);

  const indexes: Buffer[] = [];
  const files = signed ? [signed.file] : [];
  for (const { file, metaKey } of offered) {
    const index = await readIfPresent(file);
    if (index === undefined) continue;
    const promised = release?.sha256.get(metaKey);
    checkIndex(index, promised, `${where} ${metaKey}`);
    indexes.push(index);
    if (promised !== undefined) files.push(file);
  }
  const parts = indexes.map((index) => ({
    sourceId: source.id,
    suite,
    notAutomatic: release?.notAutomatic ?? false,
    index: indexPackages(index.toString()),
  }));
  const index = lockedIndex(place, signed?.content ?? Buffer.concat(indexes), release);
  return { source, uri: place.uri, files, index, release, parts };
}

async function readRelease(prefix: string): Promise<{ file: string; content: Buffer } | undefined> {
  for (const file of [`${prefix}InRelease`, `${prefix}Release`]) {
    const content = await readIfPresent(file);
    if (content !== undefined) return { file, content };
  }
  return undefined;
}

function checkRelease(release: ReleaseFile, { source, suite, architecture }: Place, where: string): void {
  // A mirror could answer with another suite that the same keys sign. Others' sources name themselves as they like.
  if (baseSourceIds.has(source.id) && suite !== release.suite && suite !== release.codename) {
    throw new DebootcError(
      "trust-refused",
      `${where} answers with the release ${release.codename ?? release.suite}`,
      {
        hint: "Use another mirror: this one gives out another suite than was asked for.",
      },
    );
  }
  for (const component of source.components) {
    const has = (name: string) =>
      release.sha256.has(name) || release.sha256.has(`${name}.xz`) || release.sha256.has(`${name}.gz`);
    const names = release.repeatsAll ? [architecture] : [architecture, "all"];
    if (names.some((name) => has(`${component}/binary-${name}/Packages`))) continue;
    const components = release.components.map((one) => one.replace(/^.*\//, ""));
    throw components.includes(component)
      ? new DebootcError(
          "treefile-invalid",
          `${where} has no packages for the architecture ${architecture}`,
          {
            hint: "Compose for another architecture, or limit the source by `architectures`.",
          },
        )
      : new DebootcError(
          "treefile-invalid",
          `${where} has no component ${component}; it has: ${components.join(", ")}`,
          {
            hint: "Check `components` of the treefile and of its sources.",
          },
        );
  }
}

function checkIndex(index: Buffer, promised: Digest | undefined, what: string): void {
  if (promised === undefined || digestOfBytes(index) === promised) return;
  throw new DebootcError("trust-refused", `${what} does not fit the digest in its signed Release file`, {
    hint: "Run again: what is cached of it is fetched anew.",
  });
}

function lockedIndex(
  { source, suite }: Place,
  signed: Uint8Array,
  release: ReleaseFile | undefined,
): LockedIndex {
  return {
    sourceId: source.id,
    suite,
    digest: digestOfBytes(signed),
    // Without a Release file there is no date; the epoch never becomes the newest one.
    date: isoSeconds(release?.date ?? new Date(0)),
    ...(release?.validUntil ? { validUntil: isoSeconds(release.validUntil) } : {}),
    checkValidUntil: source.checkValidUntil,
    trusted: source.trusted,
  };
}

function isoSeconds(date: Date): string {
  return date.toISOString().replace(/\.\d+Z$/, "Z");
}
