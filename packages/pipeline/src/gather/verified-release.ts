import { debianSourceIds } from "@debootc/core/debian/debian-sources";
import { indexBounds } from "@debootc/core/deb822/index-bounds";
import { parseReleaseFile, type ReleaseFile } from "@debootc/core/deb822/release-file";
import { DebootcError } from "@debootc/core/error/debootc-error";
import type { LockedIndex } from "@debootc/core/lock/lock";
import { digestOfBytes } from "@debootc/core/record/digest";
import { formatBytes } from "@debootc/core/text/amount";
import { snapshotTime } from "@debootc/core/debian/snapshot";
import type { IndexTarget } from "@debootc/tools/apt/apt";
import { normalUri } from "@debootc/tools/apt/apt-uri";
import { readIfPresent, sizeIfPresent } from "@debootc/tools/files/paths";
import type { ArchiveSource } from "./archive-sources.ts";
import { weakHint } from "./refuse-index-failures.ts";

/** Names source packages where Debian expects an architecture. */
export const sourceArchitecture = "source";

/** Describes one suite at one address of a source, and what apt can read there. */
export interface SuitePlace {
  readonly source: ArchiveSource;
  readonly suite: string;
  readonly uri: string;
  readonly offered: readonly IndexTarget[];
  /** `source` for source packages. */
  readonly architecture: string;
}

/** Holds the Release file of a suite, whose signature apt has checked. */
export interface VerifiedRelease {
  readonly file: string;
  readonly release: ReleaseFile;
  readonly index: LockedIndex;
}

/** Lists every suite of every source at each of its addresses, in order of precedence. */
export function suitePlaces(
  sources: readonly ArchiveSource[],
  targets: readonly IndexTarget[],
  architecture: string,
): SuitePlace[] {
  return sources.flatMap((source) =>
    source.suites.flatMap((suite) =>
      source.uris.map((uri) => ({
        source,
        suite,
        uri,
        offered: targets.filter((target) => target.uri === normalUri(uri) && target.suite === suite),
        architecture,
      })),
    ),
  );
}

/** Formats a place for messages: `source debian (http://mirror.example.org/debian trixie)`. */
export function whereOf({ source, uri, suite }: SuitePlace): string {
  return `source ${source.id} (${uri} ${suite})`;
}

/**
 * Reads the Release file that apt left in its root; undefined for a trusted source that has none. Throws
 * `trust-refused` if it is missing or belongs to another suite, `hashes-weak` if it gives no SHA-256, and `treefile-invalid` if it lacks a component or the
 * architecture.
 */
export async function verifiedRelease(place: SuitePlace): Promise<VerifiedRelease | undefined> {
  const [first] = place.offered;
  const signed = first && (await readRelease(releasePrefixOf(first)));
  if (signed === undefined) {
    if (place.source.trusted) return undefined;
    throw new DebootcError("trust-refused", `${whereOf(place)} has no Release file`);
  }
  const release = parseReleaseFile(signed.content.toString(), whereOf(place));
  // An unsigned index of a trusted source need not be proven by anything.
  if (release.weakness !== undefined && !place.source.trusted)
    throw new DebootcError("hashes-weak", `${whereOf(place)} ${release.weakness}`, { hint: weakHint });
  checkRelease(release, place);
  checkTime(release, place);
  return { file: signed.file, release, index: lockedIndex(place, signed.content, release) };
}

/** Checks that an index fits its snapshot: it existed at that time and had not expired then. */
function checkTime({ date, validUntil }: ReleaseFile, place: SuitePlace): void {
  const { snapshot, checkValidUntil } = place.source;
  const time = snapshot === undefined ? undefined : snapshotTime(snapshot);
  if (time === undefined) return;
  if (date > time) {
    throw new DebootcError(
      "trust-refused",
      `${whereOf(place)} is dated ${isoSeconds(date)}, which is after the snapshot`,
      { hint: "The server does not deliver the archive of the time in its address: use another server." },
    );
  }
  if (!checkValidUntil || validUntil === undefined || validUntil >= time) return;
  throw new DebootcError(
    "trust-refused",
    `${whereOf(place)} had expired at the time of the snapshot: it is valid until ${isoSeconds(validUntil)}`,
    { hint: "Use an earlier snapshot, or set `check-valid-until: false` for the source." },
  );
}

/** Returns what the lock records of a suite; `signed` are the bytes from which all its hashes follow. */
export function lockedIndex(
  { source, suite }: Pick<SuitePlace, "source" | "suite">,
  signed: Uint8Array,
  release: ReleaseFile | undefined,
): LockedIndex {
  return {
    sourceId: source.id,
    suite,
    digest: digestOfBytes(signed),
    // Without a Release file there is no date; the epoch is never the newest.
    date: isoSeconds(release?.date ?? new Date(0)),
    ...(release?.validUntil ? { validUntil: isoSeconds(release.validUntil) } : {}),
    checkValidUntil: source.checkValidUntil,
    trusted: source.trusted,
  };
}

/** Returns where apt keeps the Release file of an index: the same name, without the path below the suite. */
function releasePrefixOf({ file, metaKey }: Pick<IndexTarget, "file" | "metaKey">): string {
  return file.slice(0, file.length - metaKey.replaceAll("/", "_").length);
}

async function readRelease(prefix: string): Promise<{ file: string; content: Buffer } | undefined> {
  for (const file of [`${prefix}InRelease`, `${prefix}Release`]) {
    const size = await sizeIfPresent(file);
    // Of a directory on this machine: apt has bounded the others.
    if (size !== undefined && size > indexBounds.releaseBytes) {
      throw new DebootcError(
        "index-too-large",
        `${file} has ${formatBytes(size)}, but at most ${formatBytes(indexBounds.releaseBytes)} of a Release file are read`,
        { hint: "Use the source only if its owner can explain this." },
      );
    }
    const content = await readIfPresent(file);
    if (content !== undefined) return { file, content };
  }
  return undefined;
}

function checkRelease(release: ReleaseFile, place: SuitePlace): void {
  const { source, suite, architecture } = place;
  const where = whereOf(place);
  // A mirror could answer with another suite signed by the same keys. Other sources may name themselves as they like.
  if (debianSourceIds.has(source.id) && suite !== release.suite && suite !== release.codename) {
    throw new DebootcError(
      "trust-refused",
      `${where} answers with the release ${release.codename ?? release.suite}`,
      {
        hint: "Use another mirror: this one delivers another suite than requested.",
      },
    );
  }
  refuseUnlisted(release, place);
  for (const component of source.components) {
    const has = (name: string) =>
      release.sha256.has(name) || release.sha256.has(`${name}.xz`) || release.sha256.has(`${name}.gz`);
    if (indexesOf(component, architecture, release).some(has)) continue;
    const components = release.components.map((one) => one.replace(/^.*\//, ""));
    throw components.includes(component)
      ? new DebootcError(
          "treefile-invalid",
          architecture === sourceArchitecture
            ? `${where} has no index of source packages`
            : `${where} has no packages for the architecture ${architecture}`,
          {
            hint:
              architecture === sourceArchitecture
                ? "Use a mirror that also has source packages."
                : "Compose for another architecture, or limit the source by `architectures`.",
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

/** apt reads such a flat repository without complaint, as if it were empty. */
function refuseUnlisted({ sha256, weakness }: ReleaseFile, place: SuitePlace): void {
  const { source, architecture } = place;
  if (source.components.length > 0 || architecture === sourceArchitecture || weakness !== undefined) return;
  if ([...sha256.keys()].some((name) => /^(?:\.\/)?Packages(?:\.\w+)?$/.test(name))) return;
  throw new DebootcError(
    "treefile-invalid",
    `${whereOf(place)} has a Release file that lists no index of packages`,
    {
      hint: "Make the index before the Release file: `apt-ftparchive packages . > Packages`, then `apt-ftparchive release . > Release`.",
    },
  );
}

function indexesOf(component: string, architecture: string, { repeatsAll }: ReleaseFile): string[] {
  if (architecture === sourceArchitecture) return [`${component}/source/Sources`];
  const names = repeatsAll ? [architecture] : [architecture, "all"];
  return names.map((name) => `${component}/binary-${name}/Packages`);
}

function isoSeconds(date: Date): string {
  return date.toISOString().replace(/\.\d+Z$/, "Z");
}
