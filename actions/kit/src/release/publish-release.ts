import { join } from "node:path";
import { DebootcError } from "@debootc/core/error/debootc-error";
import type { GitHubAsset, GitHubRelease } from "@debootc/core/release/github-release";
import type { PlannedAsset } from "@debootc/core/release/release-file";
import { markerOf, type ReleaseMarker } from "@debootc/core/release/release-marker";
import type { ReleaseCalls, ReleaseToFill } from "./release-calls.ts";

/** Says what a release is to be. */
export interface WantedRelease {
  readonly tag: string;
  /** The commit that the tag is made at, if there is none. */
  readonly sha: string;
  readonly marker: ReleaseMarker;
  readonly notes: string;
  readonly prerelease: boolean;
  /** Whether GitHub shows it as the latest one, if it is no prerelease. */
  readonly latest: boolean;
  /** Where its files lie. */
  readonly directory: string;
  readonly assets: readonly PlannedAsset[];
}

const mostTries = 5;

/**
 * Brings a release to GitHub: a draft, its assets, each held against its digest, and as the very last step published. Each try
 * looks at what GitHub has first, so that it goes on after whatever ended the last one. Throws `release-exists`,
 * `verification-differs`, `github-refused`, `github-unreachable`, `trust-refused`.
 */
export async function publishRelease(
  calls: ReleaseCalls,
  wanted: WantedRelease,
  sleep: (milliseconds: number) => Promise<void>,
): Promise<ReleaseToFill> {
  const progress: Progress = { uploaded: 0 };
  for (let tries = 1; ; tries++) {
    const { uploaded } = progress;
    try {
      return await steps(calls, wanted, progress);
    } catch (error) {
      // What was done counts: trouble after it has its own tries.
      if (progress.uploaded > uploaded) tries = 1;
      const passes = error instanceof DebootcError && passing.includes(error.code);
      if (!passes || tries >= mostTries) throw error;
      await sleep(1000 * 2 ** tries);
    }
  }
}

const passing: readonly string[] = ["github-unreachable", "verification-differs"];

/** Counts assets that GitHub took whole. */
interface Progress {
  uploaded: number;
}

async function steps(calls: ReleaseCalls, wanted: WantedRelease, progress: Progress): Promise<ReleaseToFill> {
  const { tag, sha, notes, prerelease, latest } = wanted;
  const found = await findRelease(calls, wanted);
  if (found?.draft !== false) await refuseMovedTag(calls, wanted);
  const release =
    found ??
    (await calls.create({
      ...{ tag_name: tag, target_commitish: sha, name: tag, body: notes, draft: true, prerelease },
    }));
  await upload(calls, release, wanted, progress);
  const there = new Map((await calls.assets(release.id)).map((asset) => [asset.name, asset]));
  for (const asset of wanted.assets) if (!isWhole(asset, there.get(asset.name))) throw differs(asset.name);
  if (!release.draft) return release;
  // Uploads take their time.
  await refuseMovedTag(calls, wanted);
  return calls.update(release.id, {
    ...{ draft: false, prerelease, make_latest: String(latest && !prerelease) },
  });
}

async function findRelease(
  calls: ReleaseCalls,
  { tag, marker }: WantedRelease,
): Promise<ReleaseToFill | undefined> {
  const isOurs = ({ body }: GitHubRelease) => {
    const found = markerOf(body);
    return found?.digest === marker.digest && found.composeId === marker.composeId;
  };
  const published = await calls.ofTag(tag);
  if (published !== undefined) {
    if (isOurs(published)) return published;
    throw exists(tag, published);
  }
  const drafts = (await calls.list()).filter(({ tag_name, draft }) => draft && tag_name === tag);
  const isOfRun = ({ body }: GitHubRelease) => markerOf(body)?.run === marker.run;
  const foreign = drafts.find((draft) => !isOurs(draft) && !isOfRun(draft));
  if (foreign !== undefined) throw exists(tag, foreign);
  const mine = drafts.find(isOurs);
  // A reply that was lost may have left a second one, and an earlier attempt one with other files.
  for (const draft of drafts) if (draft !== mine) await calls.remove(draft.id);
  return mine;
}

async function upload(
  calls: ReleaseCalls,
  release: ReleaseToFill,
  { assets, directory }: WantedRelease,
  progress: Progress,
): Promise<void> {
  const there = new Map((await calls.assets(release.id)).map((asset) => [asset.name, asset]));
  for (const asset of assets) {
    const known = there.get(asset.name);
    if (isWhole(asset, known)) continue;
    if (known !== undefined) await calls.removeAsset(known.id);
    const { file, start, size, mediaType, name } = asset;
    const range = { path: join(directory, file), start, size, mediaType };
    if (!isWhole(asset, await calls.upload(release, name, range))) throw differs(name);
    progress.uploaded += 1;
  }
}

/** Older servers tell no digest; then the size has to do. */
function isWhole({ size, digest }: PlannedAsset, asset: GitHubAsset | undefined): boolean {
  if (asset?.state !== "uploaded" || asset.size !== size) return false;
  return asset.digest == null || asset.digest === digest;
}

/** GitHub takes a tag as it is; without one, it makes it at the right commit. */
async function refuseMovedTag(calls: ReleaseCalls, { tag, sha }: WantedRelease): Promise<void> {
  const at = await calls.commitOfTag(tag);
  if (at === undefined || at === sha) return;
  throw new DebootcError("release-exists", `the tag ${tag} is at ${at}, but ${sha} was composed`, {
    hint: "Write another tag: below with:, or run the workflow for that tag.",
  });
}

function differs(name: string): DebootcError {
  return new DebootcError(
    "verification-differs",
    `GitHub does not have the asset ${name} as it was uploaded`,
    {
      hint: "Run the job again, which uploads it once more; www.githubstatus.com tells of trouble at GitHub.",
    },
  );
}

function exists(tag: string, { draft, html_url, body }: GitHubRelease): DebootcError {
  const marker = markerOf(body);
  const whose = marker === undefined ? "somebody else made" : `run ${marker.run} made of ${marker.composeId}`;
  return new DebootcError(
    "release-exists",
    `cannot release ${tag}: there is ${draft ? "a draft" : "a release"} of this tag that ${whose} (${html_url})`,
    { hint: "Write another tag: below with:, or remove what is there, if nobody needs it." },
  );
}
