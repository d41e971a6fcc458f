import { DebootcError } from "@debootc/core/error/debootc-error";
import type { GitHubRelease } from "@debootc/core/release/github-release";
import { markerOf } from "@debootc/core/release/release-marker";
import type { ReleaseRow } from "../database/release-tables.ts";
import type { RunRow } from "../database/tables.ts";
import type { CallGitHub } from "../github/call.ts";
import {
  createDraft,
  deleteDraft,
  listReleases,
  readRelease,
  releaseOfTag,
} from "../github/release-calls.ts";
import type { RepositoryAt } from "../github/repository-at.ts";
import { moveRelease } from "./release-store.ts";
import type { Releasing } from "./releasing.ts";

/** Finds the draft of a release, which an earlier try may have made, or makes it. Throws `release-exists`. */
export async function draftRelease(
  releasing: Releasing,
  release: ReleaseRow,
  { repository, sha }: { readonly repository: RepositoryAt; readonly sha: RunRow["sha"] },
): Promise<void> {
  const { call } = releasing;
  const found =
    (await knownRelease(call, repository, release)) ?? (await findRelease(call, repository, release));
  const { tag, notes } = release;
  const draft = found ?? (await createDraft(call, repository, { tag, sha, name: tag, notes: notes ?? "" }));
  const change = { state: "uploading" as const, github_id: draft.id, html_url: draft.html_url };
  await moveRelease(releasing, release, change);
}

/** Returns whether a release of GitHub is this one, with these very files. */
export function isOurs(release: ReleaseRow, { body }: GitHubRelease): boolean {
  const marker = markerOf(body);
  return marker !== undefined && marker.run === release.run_id && marker.digest === release.digest;
}

async function knownRelease(
  call: CallGitHub,
  repository: RepositoryAt,
  release: ReleaseRow,
): Promise<GitHubRelease | undefined> {
  if (release.github_id === null) return undefined;
  const known = await readRelease(call, repository, release.github_id);
  return known !== undefined && isOurs(release, known) ? known : undefined;
}

async function findRelease(
  call: CallGitHub,
  repository: RepositoryAt,
  release: ReleaseRow,
): Promise<GitHubRelease | undefined> {
  const published = await releaseOfTag(call, repository, release.tag);
  if (published !== undefined) {
    if (isOurs(release, published)) return published;
    throw exists(release.tag, published);
  }
  const drafts = (await listReleases(call, repository)).filter(
    ({ tag_name, draft }) => draft && tag_name === release.tag,
  );
  const foreign = drafts.find(({ body }) => markerOf(body) === undefined);
  if (foreign !== undefined) throw exists(release.tag, foreign);
  const [mine, ...others] = drafts.filter((draft) => isOurs(release, draft));
  // A reply that was lost may have left a second one, and an earlier attempt one with other files.
  const stale = drafts.filter(
    ({ body }) => markerOf(body)?.run === release.run_id && markerOf(body)?.digest !== release.digest,
  );
  for (const { id } of [...others, ...stale]) await deleteDraft(call, repository, id);
  return mine;
}

/** Returns the refusal of a tag that is taken. */
export function exists(tag: string, { draft, html_url, body }: GitHubRelease): DebootcError {
  const marker = markerOf(body);
  const whose = marker === undefined ? "somebody else made" : `run ${marker.run} made`;
  return new DebootcError(
    "release-exists",
    `cannot release ${tag}: there is ${draft ? "a draft" : "a release"} of this tag that ${whose} (${html_url})`,
    { hint: "Push another tag; or remove what is there, if nobody needs it, and retry the task release." },
  );
}
