import { DebootcError } from "@debootc/core/error/debootc-error";
import type { Digest } from "@debootc/core/record/digest";
import { readCompose } from "@debootc/tools/release/read-compose";
import { unfit } from "@debootc/tools/release/unfit";
import type { Queries } from "../database/database.ts";
import type { ArtifactRow } from "../database/release-tables.ts";
import { artifactLocation, artifactsOfRun, type GitHubArtifact } from "../github/artifact-calls.ts";
import type { CallGitHub } from "../github/call.ts";
import { downloadBlob } from "../github/download-blob.ts";
import { repositoryAt, type RepositoryAt } from "../github/repository-at.ts";
import { missing } from "../storage/disk-storage.ts";
import type { Storage, StoredObject } from "../storage/storage.ts";
import { dropUnused } from "./drop-unused.ts";
import { type ArchiveLimits, openArchive } from "./open-archive.ts";

/** Holds what fetching artifacts needs. */
export interface Fetching {
  readonly queries: Queries;
  readonly call: CallGitHub;
  readonly storage: Storage;
  /** The largest artifact that is taken, in bytes. */
  readonly mostBytes: number;
  readonly limits?: ArchiveLimits;
  readonly signal?: AbortSignal;
}

/** Is an artifact that is in the storage. */
export interface FetchedArtifact extends StoredObject {
  readonly githubId: number;
}

/**
 * Brings an artifact from GitHub into the storage in bounded memory: its digest is compared with GitHub's, and the compose in it
 * with its own records. Throws `artifact-missing`, `artifact-unfit`, `verification-differs`, `github-unreachable` and what the
 * storage throws.
 */
export async function fetchArtifact(fetching: Fetching, artifact: ArtifactRow): Promise<FetchedArtifact> {
  const { queries, call, storage, mostBytes, limits, signal } = fetching;
  const run = await queries
    .selectFrom("run")
    .innerJoin("task", "task.run_id", "run.id")
    .select(["run.repository_id", "run.compose_id", "task.kind", "task.name"])
    .where("task.id", "=", artifact.task_id)
    .executeTakeFirstOrThrow();
  const repository = await repositoryAt(queries, run.repository_id);
  const found = await theArtifact(call, repository, artifact);
  if (found.size_in_bytes > mostBytes)
    throw unfit(`it has ${found.size_in_bytes} bytes; allowed: ${mostBytes}`);
  if (found.digest != null) await claim(queries, artifact, found.digest);
  const known = found.digest == null ? undefined : await storage.stat(found.digest);
  const stored = known ?? (await download(call, repository, found, { storage, mostBytes, signal }));
  if (stored.digest !== found.digest) await claim(queries, artifact, stored.digest);
  try {
    const archive = await openArchive(storage, stored, limits);
    const leg = run.kind === "leg" ? run.name : undefined;
    await readCompose(archive, { composeId: run.compose_id ?? "", leg });
  } catch (error) {
    // Whatever else went wrong, such as the reading, may go well next time.
    if (isWrong(error)) {
      await claim(queries, artifact, null);
      await dropUnused(queries, storage, stored.digest);
    }
    throw error;
  }
  // Whoever removes what nothing names may have looked before this artifact named it.
  if ((await storage.stat(stored.digest)) === undefined) throw missing(stored.digest);
  return { ...stored, githubId: found.id };
}

/** Names what an artifact is about to be, so that nobody removes it meanwhile. */
async function claim(queries: Queries, { id }: ArtifactRow, digest: Digest | null): Promise<void> {
  await queries
    .updateTable("artifact")
    .set({ storage_key: digest })
    .where("id", "=", id)
    .where("state", "=", "wanted")
    .execute();
}

function isWrong(error: unknown): boolean {
  return (
    error instanceof DebootcError &&
    (error.code === "artifact-unfit" || error.code === "verification-differs")
  );
}

async function theArtifact(
  call: CallGitHub,
  repository: RepositoryAt,
  { name, github_run_id: runId }: ArtifactRow,
): Promise<GitHubArtifact> {
  const found = await artifactsOfRun(call, repository, { runId, name });
  const [first, second] = found;
  if (first === undefined) throw absent(name, "its run has none of that name");
  if (second !== undefined)
    throw unfit(`the run has ${found.length} artifacts called ${name}: which one counts is not known`);
  if (first.expired) throw absent(name, "GitHub has removed it by its age");
  return first;
}

interface Target {
  readonly storage: Storage;
  readonly mostBytes: number;
  readonly signal: AbortSignal | undefined;
}

async function download(
  call: CallGitHub,
  repository: RepositoryAt,
  { id, name, digest }: GitHubArtifact,
  { storage, mostBytes, signal }: Target,
): Promise<StoredObject> {
  const location = await artifactLocation(call, repository, id);
  if (location === undefined) throw absent(name, "GitHub no longer has it");
  return storage.put(downloadBlob(location, signal), { digest: digest ?? undefined, most: mostBytes });
}

function absent(name: string, reason: string): DebootcError {
  return new DebootcError("artifact-missing", `there is no artifact ${name}: ${reason}`, {
    hint: "Give the step that composes the input artifact with this name, keep artifacts for some days, and retry the task.",
  });
}
