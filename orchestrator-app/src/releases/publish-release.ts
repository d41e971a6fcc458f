import { DebootcError } from "@debootc/core/error/debootc-error";
import type { GitHubRelease } from "@debootc/core/release/github-release";
import { hasLatestChannel } from "../channels/set-channels.ts";
import type { ReleaseRow } from "../database/release-tables.ts";
import type { CallGitHub } from "../github/call.ts";
import { GitHubError } from "../github/github-error.ts";
import { listAssets, readRelease, releaseOfTag, updateRelease } from "../github/release-calls.ts";
import type { RepositoryAt } from "../github/repository-at.ts";
import { commitAt } from "../github/repository-calls.ts";
import { exists, isOurs } from "./draft-release.ts";
import { notePublished } from "./note-published.ts";
import { assetsOf, isUnderWay, leaveStopped, moveBack, withRelease } from "./release-store.ts";
import type { Releasing } from "./releasing.ts";
import { differs, isWhole } from "./upload-assets.ts";

/**
 * Holds each asset that GitHub has against its digest, and then, as the very last step, publishes the release. What is missing
 * leads back to the uploads. Throws `verification-differs`, `release-exists`.
 */
export async function publishRelease(
  releasing: Releasing,
  release: ReleaseRow,
  repository: RepositoryAt,
): Promise<void> {
  const { call } = releasing;
  const found = await readRelease(call, repository, release.github_id ?? 0);
  if (!(await isUnderWay(releasing, release))) {
    // It may have been ended while the release was published, by a hub that heard of neither.
    const isPublic = found !== undefined && isOurs(release, found) && !found.draft;
    return isPublic ? notePublished(releasing, release, found) : leaveStopped(releasing, release);
  }
  if (found === undefined || !isOurs(release, found)) {
    await moveBack(releasing, release.id, { state: "draft", github_id: null });
    throw draftLost(release);
  }
  await verify(releasing, release, repository);
  const sha = await withRelease(releasing, release.id, async (_, { run }) => run.sha);
  if (found.draft) await refuseMovedTag(call, repository, { tag: release.tag, sha });
  // A cancellation that comes after this is too late, one that came before is not.
  await withRelease(releasing, release.id, async () => {});
  const published = found.draft ? await publish(releasing, repository, release) : found;
  await notePublished(releasing, release, published);
}

/** Throws `verification-differs` if an asset is not there as it has to be; then the uploads are to be done again. */
async function verify(releasing: Releasing, release: ReleaseRow, repository: RepositoryAt): Promise<void> {
  const rows = await assetsOf(releasing.database, release.id);
  const assets = await listAssets(releasing.call, repository, release.github_id ?? 0);
  const there = new Map(assets.map((asset) => [asset.name, asset]));
  const wrong = rows.find((row) => {
    const asset = there.get(row.name);
    return asset === undefined || !isWhole(row, asset);
  });
  if (wrong !== undefined) {
    await moveBack(releasing, release.id, { state: "uploading" });
    throw differs(wrong);
  }
  await withRelease(releasing, release.id, async (queries) => {
    await queries
      .updateTable("release_asset")
      .set({ state: "verified" })
      .where("release_id", "=", release.id)
      .execute();
  });
}

/** GitHub takes a tag as it is; without one, it makes it at the right commit. */
async function refuseMovedTag(
  call: CallGitHub,
  repository: RepositoryAt,
  { tag, sha }: { readonly tag: string; readonly sha: string },
): Promise<void> {
  const at = await commitAt(call, repository, `refs/tags/${tag}`);
  if (at === undefined || at === sha) return;
  throw new DebootcError("verification-differs", `the tag ${tag} is at ${at}, but ${sha} was composed`, {
    hint: "Let the tag stay where it is, or push another one; the draft is left as it is.",
  });
}

function draftLost({ tag }: ReleaseRow): DebootcError {
  return new DebootcError("verification-differs", `the draft of ${tag} is gone, or its notes were changed`, {
    hint: "The hub makes it again; leave a draft alone until it is published.",
  });
}

async function publish(
  { call, database: { queries } }: Releasing,
  repository: RepositoryAt,
  { github_id, tag, repository_id }: ReleaseRow,
): Promise<GitHubRelease> {
  // By itself GitHub takes each new release for the latest one.
  const isLeft = await hasLatestChannel(queries, repository_id);
  const change = { draft: false, ...(isLeft ? { make_latest: "false" } : {}) };
  try {
    return await updateRelease(call, repository, github_id ?? 0, change);
  } catch (error) {
    const isRefused = error instanceof GitHubError && error.status === 422;
    const other = isRefused ? await releaseOfTag(call, repository, tag) : undefined;
    if (other !== undefined && other.id !== github_id) throw exists(tag, other);
    throw error;
  }
}
