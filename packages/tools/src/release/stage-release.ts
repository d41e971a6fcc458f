import { checksumsFile } from "@debootc/core/compose/checksums";
import type { ComposeRecord } from "@debootc/core/compose/compose-record";
import { legText } from "@debootc/core/compose/leg-name";
import { DebootcError } from "@debootc/core/error/debootc-error";
import { type AssetSource, assetSource } from "@debootc/core/release/asset-source";
import {
  assetsOfFile,
  partsManifest,
  releaseChecksums,
  type ReleaseFile,
} from "@debootc/core/release/release-file";
import { type ReleaseImages, releaseImages } from "@debootc/core/release/release-images";
import type { ReleasePackages } from "@debootc/core/release/release-packages";
import type { TarEntry } from "@debootc/core/tar/entry";
import { tarHeader } from "@debootc/core/tar/tar-header";
import { tarEnd, tarPadding } from "@debootc/core/tar/write-tar";
import { rm } from "node:fs/promises";
import { posix } from "node:path";
import { requireDirectory } from "../files/require-directory.ts";
import { type ExpectedCompose, readCompose, type Sink } from "./read-compose.ts";
import { type FileStaging, type StagedFile, stagedFile, type TakeRoom } from "./staged-file.ts";

/** GitHub takes no more files in one release. */
const mostAssets = 1000;

interface Staging extends ExpectedCompose {
  readonly archive: AsyncIterable<Uint8Array>;
  /** Is emptied first. */
  readonly directory: string;
  readonly partBytes: number;
  readonly takeRoom: TakeRoom;
  /** The time of all members of the archives that are made, in seconds since 1970. */
  readonly mtime: number;
}

/** Holds a release whose files lie in a directory, ready for their upload. */
export interface StagedRelease {
  readonly record: ComposeRecord;
  readonly packages: ReleasePackages;
  readonly images: ReleaseImages;
  /** All files; the last one is the list of checksums of the others. */
  readonly files: readonly ReleaseFile[];
}

interface Draft {
  readonly source: AssetSource;
  readonly file: StagedFile;
  /** Folders of the archive that it is which have a header already. */
  readonly folders: Set<string>;
}

/**
 * Makes the files of a release from the archive of its compose, in one pass. The same archive gives the same files. Throws what
 * `readCompose` throws, and `results-unwritable`.
 */
export async function stageRelease(staging: Staging): Promise<StagedRelease> {
  const { archive, directory, partBytes, takeRoom, mtime, composeId } = staging;
  await rm(directory, { recursive: true, force: true });
  await requireDirectory(directory, 0o700);
  const common = { directory, partBytes, takeRoom };
  const drafts = new Map<string, Draft>();
  const draftOf = async (source: AssetSource): Promise<Draft> => {
    const known = drafts.get(source.asset);
    if (known !== undefined) {
      if (source.inside === undefined || known.source.inside === undefined) throw taken(source.asset);
      return known;
    }
    // Each is an open file, too.
    if (drafts.size >= mostAssets) throw tooMany(`more than ${mostAssets}`);
    const { asset: name, mediaType } = source;
    const draft = {
      source,
      file: await stagedFile({ ...common, name, mediaType }),
      folders: new Set<string>(),
    };
    drafts.set(name, draft);
    for (const folder of source.folders ?? []) await addFolders(draft, `${folder}/.`, mtime);
    return draft;
  };
  try {
    const { record, packages, digests } = await readCompose(archive, staging, async (path, { size }) => {
      const source = assetSource(composeId, path);
      if (source === undefined) return undefined;
      const draft = await draftOf(source);
      return source.inside === undefined ? draft.file.write : member(draft, source.inside, size, mtime);
    });
    const made = await ended(drafts, new Set(record.legs.map(legText)), directory);
    refuseAssets(made);
    const images = releaseImages(record, digests);
    return { record, packages, images, files: await withLists(made, common) };
  } catch (error) {
    for (const { file } of drafts.values()) await file.close().catch(() => {});
    throw error;
  }
}

/** Refuses more assets than GitHub takes, and two of one name: an image may be called as a part or a list is. */
function refuseAssets(files: readonly ReleaseFile[]): void {
  const names = new Set([checksumsFile]);
  const lists = files.filter(({ parts }) => parts.length > 0).map((file) => partsManifest(file).name);
  for (const name of [
    ...files.flatMap(({ name, parts }) => [name, ...parts.map((part) => part.name)]),
    ...lists,
  ]) {
    if (names.has(name)) throw taken(name);
    names.add(name);
  }
  const count = files.flatMap(assetsOfFile).length + lists.length + 1;
  if (count > mostAssets) throw tooMany(String(count));
}

function taken(name: string): DebootcError {
  return new DebootcError("artifact-unfit", `two files of the compose would be the asset ${name}`, {
    hint: "Give the image of the disk another name.",
  });
}

function tooMany(count: string): DebootcError {
  return new DebootcError(
    "artifact-unfit",
    `a release of ${count} files cannot be made: GitHub takes ${mostAssets}`,
    { hint: "Compose fewer variants in one compose file." },
  );
}

/** Begins a member of the archive of an image. What fills its last block comes with its last bytes. */
async function member(draft: Draft, path: string, size: number, mtime: number): Promise<Sink> {
  const { file } = draft;
  await addFolders(draft, path, mtime);
  await file.write(tarHeader(entry("file", path, size, mtime)));
  let left = size;
  return async (chunk) => {
    left -= chunk.length;
    await file.write(chunk);
    if (left === 0) await file.write(tarPadding(size));
  };
}

/** Adds the folders that a path is in, as far as the archive does not have them. */
async function addFolders({ file, folders }: Draft, path: string, mtime: number): Promise<void> {
  for (const folder of foldersOf(path)) {
    if (folders.has(folder)) continue;
    folders.add(folder);
    await file.write(tarHeader(entry("directory", folder, 0, mtime)));
  }
}

function foldersOf(path: string): string[] {
  const folder = posix.dirname(path);
  return folder === "." ? [] : [...foldersOf(folder), folder];
}

function entry(type: "file" | "directory", path: string, size: number, mtime: number): TarEntry {
  const mode = type === "file" ? 0o644 : 0o755;
  return { path, type, mode, size, mtime, uid: 0, gid: 0, xattrs: new Map() };
}

/** Ends all files, and removes those of legs that are no part of the compose. */
async function ended(
  drafts: ReadonlyMap<string, Draft>,
  legs: ReadonlySet<string>,
  directory: string,
): Promise<ReleaseFile[]> {
  const files: ReleaseFile[] = [];
  for (const { source, file } of drafts.values()) {
    if (source.inside !== undefined) await file.write(tarEnd);
    const made = await file.end();
    if (source.leg === undefined || legs.has(source.leg)) files.push(made);
    else await rm(posix.join(directory, made.name));
  }
  return files.toSorted((a, b) => (a.name < b.name ? -1 : 1));
}

/** Adds a manifest for each file that is divided, and the list of checksums. */
async function withLists(
  files: readonly ReleaseFile[],
  common: Omit<FileStaging, "name" | "mediaType">,
): Promise<readonly ReleaseFile[]> {
  const written = async (name: string, text: string, mediaType: string) => {
    const file = await stagedFile({ ...common, name, mediaType });
    await file.write(Buffer.from(text));
    return file.end();
  };
  const all = [...files];
  for (const file of files) {
    if (file.parts.length === 0) continue;
    const { name, text } = partsManifest(file);
    all.push(await written(name, text, "application/json"));
  }
  return [...all, await written(checksumsFile, releaseChecksums(all), "text/plain")];
}
