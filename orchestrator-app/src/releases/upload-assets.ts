import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import { join } from "node:path";
import { DebootcError } from "@debootc/core/error/debootc-error";
import type { GitHubAsset } from "@debootc/core/release/github-release";
import type { ReleaseAssetRow, ReleaseRow } from "../database/release-tables.ts";
import { deleteAsset, listAssets, uploadAsset } from "../github/release-calls.ts";
import type { RepositoryAt } from "../github/repository-at.ts";
import { artifactOfRelease, isThere, stageArtifact, stageDirectory } from "./gather-release.ts";
import { assetsOf, moveRelease, withRelease } from "./release-store.ts";
import type { Releasing } from "./releasing.ts";

/**
 * Uploads the assets of a release that GitHub does not have, one after the other. One whose upload broke off is removed and
 * uploaded again. Returns when to come again if the files have to be made again and their artifact is on its way.
 */
export async function uploadAssets(
  releasing: Releasing,
  release: ReleaseRow,
  repository: RepositoryAt,
): Promise<Date | undefined> {
  const { call, database, signal } = releasing;
  const id = release.github_id ?? 0;
  const rows = await assetsOf(database, release.id);
  const there = new Map((await listAssets(call, repository, id)).map((asset) => [asset.name, asset]));
  for (const row of rows) {
    const known = there.get(row.name);
    if (known !== undefined && isWhole(row, known)) {
      if (row.state === "wanted") await noteUploaded(releasing, row, known);
      continue;
    }
    const later = await restage(releasing, release, row);
    if (later !== undefined) return later;
    // Whoever cancels between two uploads is heard.
    await withRelease(releasing, release.id, async () => {});
    if (known !== undefined) await deleteAsset(call, repository, known.id);
    const path = join(stageDirectory(releasing, release.id), row.file);
    const upload = {
      ...{ size: row.size, mediaType: row.media_type, ...(signal === undefined ? {} : { signal }) },
      open: async () => bytesOf(path, row),
    };
    const made = await uploadAsset(call, repository, { id, name: row.name, upload });
    if (!isWhole(row, made)) throw differs(row);
    await noteUploaded(releasing, row, made);
  }
  await moveRelease(releasing, release, { state: "verifying" });
  return undefined;
}

/** Returns whether GitHub has all bytes of an asset. Older servers tell no digest; then the size has to do. */
export function isWhole(
  { size, digest }: Pick<ReleaseAssetRow, "size" | "digest">,
  { state, size: has, digest: of }: GitHubAsset,
): boolean {
  return state === "uploaded" && has === size && (of == null || of === digest);
}

/** Returns the failure of an asset that GitHub has otherwise. */
export function differs({ name }: Pick<ReleaseAssetRow, "name">): DebootcError {
  return new DebootcError(
    "verification-differs",
    `GitHub does not have the asset ${name} as it was uploaded`,
    {
      hint: "The hub uploads it again; if that goes on, look at www.githubstatus.com.",
    },
  );
}

function bytesOf(path: string, { start, size }: ReleaseAssetRow): AsyncIterable<Uint8Array> {
  if (size === 0) return nothing();
  return createReadStream(path, { start, end: start + size - 1, highWaterMark: 256 * 1024 });
}

async function* nothing(): AsyncGenerator<Uint8Array> {}

/** Makes the files again that another replica, or a clean-up, has left this one without. They are the same again. */
async function restage(
  releasing: Releasing,
  release: ReleaseRow,
  row: ReleaseAssetRow,
): Promise<Date | undefined> {
  const directory = stageDirectory(releasing, release.id);
  const found = await stat(join(directory, row.file)).catch(() => undefined);
  if (found !== undefined && found.size >= row.start + row.size) return undefined;
  const { queries } = releasing.database;
  const artifact = await artifactOfRelease(queries, release);
  if (artifact === undefined || !(await isThere(queries, releasing.storage, artifact)))
    return new Date(releasing.clock().getTime() + 2000);
  const { files } = await stageArtifact(releasing, release, artifact);
  if (files.at(-1)?.digest !== release.digest)
    throw new DebootcError("artifact-unfit", "the artifact has changed since the release was begun", {
      hint: "Cancel the run, and start it again.",
    });
  return undefined;
}

async function noteUploaded(
  releasing: Releasing,
  { release_id, name, github_id: before }: ReleaseAssetRow,
  { id }: GitHubAsset,
): Promise<void> {
  await withRelease(releasing, release_id, async (queries) => {
    await queries
      .updateTable("release_asset")
      .set({ state: "uploaded", github_id: id })
      .where("release_id", "=", release_id)
      .where("name", "=", name)
      .execute();
    // What was done counts: a failure later on has its own tries. What is done again does not, or it might go on for ever.
    if (before === null)
      await queries.updateTable("release").set({ attempts: 0 }).where("id", "=", release_id).execute();
  });
}
