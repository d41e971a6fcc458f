import { checksumsFile } from "@debootc/core/compose/checksums";
import { legText } from "@debootc/core/compose/leg-name";
import { DebootcError } from "@debootc/core/error/debootc-error";
import { assetsOfFile } from "@debootc/core/release/release-file";
import { releaseNotes } from "@debootc/core/release/release-notes";
import { type StagedRelease, stageRelease } from "@debootc/tools/release/stage-release";
import { join } from "node:path";
import type { Queries } from "../database/database.ts";
import type { ArtifactRow, ReleaseRow } from "../database/release-tables.ts";
import { repositoryAt } from "../github/repository-at.ts";
import { openArchive } from "../gather/open-archive.ts";
import { leaveRoom } from "../storage/leave-room.ts";
import type { Storage } from "../storage/storage.ts";
import { type HeldRelease, withRelease } from "./release-store.ts";
import type { Releasing } from "./releasing.ts";

/** So long the artifact is waited for before it is looked for again, in milliseconds. */
const untilFetched = 2000;

/**
 * Makes the files of a release from the artifact of its compose, and records them. Returns when to come again if the artifact
 * is still on its way. Throws what is wrong with the artifact.
 */
export async function gatherRelease(releasing: Releasing, release: ReleaseRow): Promise<Date | undefined> {
  const { database, clock, storage } = releasing;
  const artifact = await artifactOfRelease(database.queries, release);
  if (artifact === undefined || !(await isThere(database.queries, storage, artifact)))
    return new Date(clock().getTime() + untilFetched);
  const staged = await stageArtifact(releasing, release, artifact);
  await withRelease(releasing, release.id, (queries, held) => keepStaged(queries, held, staged));
  return undefined;
}

/** Returns the directory in which the files of a release lie until it is published. */
export function stageDirectory({ workDirectory }: Pick<Releasing, "workDirectory">, id: number): string {
  return join(workDirectory, `release-${id}`);
}

/** Makes the files of a release from its artifact, in a directory of its own. */
export async function stageArtifact(
  releasing: Pick<Releasing, "storage" | "workDirectory" | "partBytes" | "reserve">,
  release: ReleaseRow,
  { digest, size }: Pick<ArtifactRow, "digest" | "size">,
): Promise<StagedRelease> {
  if (digest === null || size === null)
    throw new DebootcError("internal-fault", "the artifact is not stored");
  const directory = stageDirectory(releasing, release.id);
  return stageRelease({
    archive: await openArchive(releasing.storage, { digest, size }),
    composeId: release.compose_id,
    ...{ directory, partBytes: releasing.partBytes, takeRoom: leaveRoom(directory, releasing.reserve) },
    mtime: Math.floor(release.created_at.getTime() / 1000),
  });
}

/** Returns the artifact that a release is made of: that of the task that it needs. */
export async function artifactOfRelease(
  queries: Queries,
  { run_id: runId }: Pick<ReleaseRow, "run_id">,
): Promise<ArtifactRow | undefined> {
  return queries
    .selectFrom("artifact")
    .innerJoin("task", (join) =>
      join.onRef("task.id", "=", "artifact.task_id").onRef("task.attempt", "=", "artifact.attempt"),
    )
    .innerJoin("task_need", (join) =>
      join
        .onRef("task_need.run_id", "=", "task.run_id")
        .onRef("task_need.needs_position", "=", "task.position"),
    )
    .innerJoin("task as wanting", (join) =>
      join
        .onRef("wanting.run_id", "=", "task_need.run_id")
        .onRef("wanting.position", "=", "task_need.position"),
    )
    .selectAll("artifact")
    .where("wanting.kind", "=", "release")
    .where("wanting.run_id", "=", runId)
    .executeTakeFirst();
}

/** Returns whether the bytes of an artifact are there; what was lost is fetched again. Throws why there will be none. */
export async function isThere(queries: Queries, storage: Storage, artifact: ArtifactRow): Promise<boolean> {
  const { id, state, failure, digest, name } = artifact;
  if (state === "failed") {
    await wantAgain(queries, id);
    throw new DebootcError(
      codeOf(failure),
      failure?.message ?? `the artifact ${name} cannot be used`,
      failure?.hint === undefined ? {} : { hint: failure.hint },
    );
  }
  if (state === "expired")
    throw new DebootcError("artifact-missing", `the artifact ${name} has expired`, {
      hint: "Start the run again: its compose is gone.",
    });
  if (state === "stored" && digest !== null && (await storage.stat(digest)) !== undefined) return true;
  if (state !== "wanted") await wantAgain(queries, id);
  return false;
}

function codeOf(failure: ArtifactRow["failure"]) {
  const known = ["artifact-missing", "github-unreachable", "verification-differs"] as const;
  return known.find((code) => code === failure?.code) ?? "artifact-unfit";
}

/** Whoever retries the release, or meets a storage that lost it, gets another try at the artifact. */
async function wantAgain(queries: Queries, id: number): Promise<void> {
  await queries
    .updateTable("artifact")
    .set({ state: "wanted", attempts: 0, lease_until: null, failure: null })
    .where("id", "=", id)
    .execute();
}

async function keepStaged(
  queries: Queries,
  { run, release }: HeldRelease,
  { files, record, packages, images }: StagedRelease,
): Promise<void> {
  const assets = files.flatMap(assetsOfFile);
  const digest = files.find(({ name }) => name === checksumsFile)?.digest;
  if (digest === undefined) throw new DebootcError("internal-fault", "a release has no list of checksums");
  const previous = await queries
    .selectFrom("release")
    .select(["tag", "packages"])
    .where("repository_id", "=", release.repository_id)
    .where("state", "=", "published")
    .orderBy("published_at", "desc")
    .executeTakeFirst();
  const { fullName } = await repositoryAt(queries, release.repository_id);
  const notes = releaseNotes({
    ...{ repository: fullName, run: run.id, tag: release.tag, composeId: release.compose_id, sha: run.sha },
    legs: record.legs.map((leg) => ({
      ...{ name: legText(leg), treeVersion: leg.treeVersion, checksum: leg.commit.checksum },
      ...{ manifestDigest: leg.image.manifestDigest, tag: leg.image.tag },
    })),
    ...{ missing: record.failed ?? [], files, packages, digest },
    previous: previous === undefined ? undefined : { tag: previous.tag, packages: previous.packages ?? {} },
  });
  await queries.deleteFrom("release_asset").where("release_id", "=", release.id).execute();
  await queries
    .insertInto("release_asset")
    .values(
      assets.map(({ mediaType, ...asset }, position) => ({
        ...{ ...asset, release_id: release.id, position, media_type: mediaType },
        ...{ github_id: null, state: "wanted" as const },
      })),
    )
    .execute();
  await queries
    .updateTable("release")
    .set({
      ...{ state: "draft", digest, notes, attempts: 0 },
      ...{ packages: JSON.stringify(packages), images: JSON.stringify(images) },
    })
    .where("id", "=", release.id)
    .execute();
}
