import { createHash } from "node:crypto";
import type { ArtifactStore, NewArtifact, StoredArtifact } from "../results/artifact-store.ts";
import type { Repository } from "../state/repository.ts";
import type { Artifact, Job, Run } from "../state/workflow.ts";
import type { World } from "../state/world.ts";
import { backendIds, runOfBackendId } from "./backend-ids.ts";

const day = 24 * 3_600_000;
/** Is how long GitHub keeps an artifact, at most and by default. */
const mostDays = 90;
const timeToUpload = 3_600_000;
const timeToDownload = 10 * 60_000;

/** Adds an artifact as if a job of the run had uploaded it. */
export function addArtifact(
  world: World,
  repository: Repository,
  runId: number,
  { name, content, days = mostDays }: { name: string; content: Uint8Array; days?: number },
): Artifact {
  const bytes = Buffer.from(content);
  const id = world.newId();
  const createdAt = world.clock.now();
  const artifact: Artifact = {
    ...{ id, runId, attempt: repository.runs.get(runId)?.attempt ?? 1, name, blob: `artifact-${id}.zip` },
    ...{ size: bytes.length, digest: `sha256:${createHash("sha256").update(bytes).digest("hex")}` },
    ...{ createdAt, expiresAt: createdAt + days * day },
  };
  world.blobs.keep(artifact.blob, bytes);
  put(world, repository, artifact);
  return artifact;
}

/** Removes an artifact with its bytes. */
export function removeArtifact(world: World, repository: Repository, artifact: Artifact): void {
  repository.artifacts.delete(artifact.id);
  world.blobs.remove(artifact.blob);
}

/** Returns an address that gives the bytes of an artifact for a while. */
export function downloadUrl(world: World, artifact: Artifact, milliseconds = timeToDownload): string {
  const { blob, name, contentType } = artifact;
  return signedUrl(world, blob, {
    ...{ permission: "read", expiresAt: world.clock.now() + milliseconds },
    // A header takes no others.
    fileName: `${name.replaceAll(/[^ -~]|["\\]/g, "_")}${contentType === undefined ? ".zip" : ""}`,
    ...(contentType === undefined ? {} : { contentType }),
  });
}

/** Returns the store that the service of artifacts uses for the jobs of all repositories. */
export function artifactsOfWorld(world: World): ArtifactStore {
  const unfinished = new Map<string, { stored: StoredArtifact; wanted: NewArtifact }>();
  const keyOf = (run: string, name: string) => `${run}/${name}`;
  const shown = (artifact: Artifact): StoredArtifact => ({
    ...backendIds({ id: artifact.runId }, { id: artifact.jobId ?? 0, attempt: artifact.attempt }),
    ...{ id: artifact.id, name: artifact.name, blob: artifact.blob, createdAt: artifact.createdAt },
    size: String(artifact.size),
    ...(artifact.digest === undefined ? {} : { digest: artifact.digest }),
  });
  const artifactOf = ({ run, id }: StoredArtifact) => runOf(world, run)?.repository.artifacts.get(id);
  return {
    find: (backendId, name) => {
      const place = runOf(world, backendId);
      const artifact = [...(place?.repository.artifacts.values() ?? [])].findLast(
        (one) => one.runId === place?.run.id && one.attempt === place.attempt && one.name === name,
      );
      return artifact === undefined ? unfinished.get(keyOf(backendId, name))?.stored : shown(artifact);
    },
    list: (backendId) => {
      const place = runOf(world, backendId);
      return [...(place?.repository.artifacts.values() ?? [])]
        .filter(({ runId, expiresAt }) => runId === place?.run.id && expiresAt > world.clock.now())
        .map(shown);
    },
    create: (wanted) => {
      const { run, job, name } = wanted;
      const id = world.newId();
      const stored = {
        id,
        run,
        job,
        name,
        blob: `artifact-${id}${wanted.contentType === undefined ? ".zip" : ""}`,
      };
      unfinished.set(keyOf(run, name), { stored, wanted });
      return stored;
    },
    finish: (stored, size, digest) => {
      const { wanted } = unfinished.get(keyOf(stored.run, stored.name)) ?? {};
      const place = runOf(world, stored.run);
      if (wanted === undefined || place === undefined) return;
      unfinished.delete(keyOf(stored.run, stored.name));
      const createdAt = world.clock.now();
      const longest = createdAt + mostDays * day;
      put(world, place.repository, {
        ...{
          id: stored.id,
          runId: place.run.id,
          attempt: place.attempt,
          name: stored.name,
          blob: stored.blob,
        },
        ...{ jobId: runOfBackendId(stored.job)?.run ?? 0, size: Number(size), createdAt },
        expiresAt: Math.min(wanted.expiresAt ?? longest, longest),
        ...(digest === undefined ? {} : { digest }),
        ...(wanted.contentType === undefined ? {} : { contentType: wanted.contentType }),
      });
    },
    remove: (stored) => {
      const artifact = artifactOf(stored);
      const place = runOf(world, stored.run);
      unfinished.delete(keyOf(stored.run, stored.name));
      if (artifact !== undefined && place !== undefined) removeArtifact(world, place.repository, artifact);
    },
    uploadUrl: ({ blob }) =>
      signedUrl(world, blob, { permission: "write", expiresAt: world.clock.now() + timeToUpload }),
    downloadUrl: (stored) => {
      const artifact = artifactOf(stored);
      return artifact === undefined ? "" : downloadUrl(world, artifact);
    },
  };
}

/** Returns an address of a blob with what it grants. */
export function signedUrl(world: World, blob: string, grant: Parameters<World["signer"]["sign"]>[1]): string {
  return `${world.urls.html}${blobPath(blob)}?${world.signer.sign(blobPath(blob), grant)}`;
}

/** Returns the path at which a blob is served. */
export function blobPath(blob: string): string {
  return `/_blobs/${blob}`;
}

function put(world: World, repository: Repository, artifact: Artifact): void {
  repository.artifacts.set(artifact.id, artifact);
  world.clock.after(artifact.expiresAt - artifact.createdAt, () => world.blobs.remove(artifact.blob));
}

interface Place {
  readonly repository: Repository;
  readonly run: Run;
  readonly attempt: Job["attempt"];
}

function runOf({ repositories }: World, backendId: string): Place | undefined {
  const named = runOfBackendId(backendId);
  if (named === undefined) return undefined;
  for (const repository of repositories.values()) {
    const run = repository.runs.get(named.run);
    if (run !== undefined) return { repository, run, attempt: named.attempt };
  }
  return undefined;
}
