import {
  type GitHubAsset,
  type GitHubRelease,
  githubAssetSchema,
  githubReleaseSchema,
} from "@debootc/core/release/github-release";
import * as z from "zod";
import { apiPath, type CallGitHub, queryOf, repositoryPath, type Upload } from "./call.ts";
import { readAnswer } from "./read-answer.ts";
import type { RepositoryAt } from "./repository-at.ts";

/** Describes a release as GitHub is to have it. */
export interface NewRelease {
  readonly tag: string;
  /** The commit that the tag is made at, if there is none. */
  readonly sha: string;
  readonly name: string;
  readonly notes: string;
}

const mostPages = 10;

/** Asks for the newest thousand releases, drafts included. */
export async function listReleases(
  call: CallGitHub,
  { installation, fullName }: RepositoryAt,
): Promise<readonly GitHubRelease[]> {
  const found: GitHubRelease[] = [];
  for (let page = 1; page <= mostPages; page++) {
    const path = `${repositoryPath(fullName)}/releases${queryOf({ per_page: 100, page })}`;
    const answer = await call({ method: "GET", path, installation, cost: "read" });
    const releases = readAnswer("releases", z.array(githubReleaseSchema), answer);
    found.push(...releases);
    if (releases.length < 100) break;
  }
  return found;
}

/** Asks for the published release of a tag, however old; undefined if there is none. */
export async function releaseOfTag(
  call: CallGitHub,
  { installation, fullName }: RepositoryAt,
  tag: string,
): Promise<GitHubRelease | undefined> {
  const path = `${repositoryPath(fullName)}${apiPath`/releases/tags/${tag}`}`;
  const answer = await call({ method: "GET", path, installation, cost: "read", expected: [404] });
  return answer.status === 404 ? undefined : readAnswer("a release", githubReleaseSchema, answer);
}

/** Asks for a release; undefined if it is gone. */
export async function readRelease(
  call: CallGitHub,
  { installation, fullName }: RepositoryAt,
  id: number,
): Promise<GitHubRelease | undefined> {
  const path = `${repositoryPath(fullName)}${apiPath`/releases/${id}`}`;
  const answer = await call({ method: "GET", path, installation, cost: "read", expected: [404] });
  return answer.status === 404 ? undefined : readAnswer("a release", githubReleaseSchema, answer);
}

/** Makes a draft, which nobody sees who may not write. */
export async function createDraft(
  call: CallGitHub,
  { installation, fullName }: RepositoryAt,
  { tag, sha, name, notes }: NewRelease,
): Promise<GitHubRelease> {
  const path = `${repositoryPath(fullName)}/releases`;
  const body = { tag_name: tag, target_commitish: sha, name, body: notes, draft: true };
  const answer = await call({ method: "POST", path, installation, cost: "content", body });
  return readAnswer("a release", githubReleaseSchema, answer);
}

/** Changes a release. Returns it as it is then. */
export async function updateRelease(
  call: CallGitHub,
  { installation, fullName }: RepositoryAt,
  id: number,
  body: Readonly<Record<string, unknown>>,
): Promise<GitHubRelease> {
  const path = `${repositoryPath(fullName)}${apiPath`/releases/${id}`}`;
  const answer = await call({ method: "PATCH", path, installation, cost: "content", body });
  return readAnswer("a release", githubReleaseSchema, answer);
}

/** Removes a draft. */
export async function deleteDraft(
  call: CallGitHub,
  { installation, fullName }: RepositoryAt,
  id: number,
): Promise<void> {
  const path = `${repositoryPath(fullName)}${apiPath`/releases/${id}`}`;
  await call({ method: "DELETE", path, installation, cost: "write", expected: [404] });
}

/** Asks for all assets of a release: GitHub takes a thousand at most. */
export async function listAssets(
  call: CallGitHub,
  { installation, fullName }: RepositoryAt,
  id: number,
): Promise<readonly GitHubAsset[]> {
  const found: GitHubAsset[] = [];
  for (let page = 1; page <= mostPages; page++) {
    const query = queryOf({ per_page: 100, page });
    const path = `${repositoryPath(fullName)}${apiPath`/releases/${id}/assets`}${query}`;
    const answer = await call({ method: "GET", path, installation, cost: "read" });
    const assets = readAnswer("the assets of a release", z.array(githubAssetSchema), answer);
    found.push(...assets);
    if (assets.length < 100) break;
  }
  return found;
}

/** Uploads a file to a release. */
export async function uploadAsset(
  call: CallGitHub,
  { installation, fullName }: RepositoryAt,
  { id, name, upload }: { readonly id: number; readonly name: string; readonly upload: Upload },
): Promise<GitHubAsset> {
  const path = `${repositoryPath(fullName)}${apiPath`/releases/${id}/assets`}${queryOf({ name })}`;
  const answer = await call({ method: "POST", path, installation, cost: "write", upload });
  return readAnswer("an asset", githubAssetSchema, answer);
}

/** Removes an asset, such as one whose upload broke off. */
export async function deleteAsset(
  call: CallGitHub,
  { installation, fullName }: RepositoryAt,
  id: number,
): Promise<void> {
  const path = `${repositoryPath(fullName)}${apiPath`/releases/assets/${id}`}`;
  await call({ method: "DELETE", path, installation, cost: "write", expected: [404] });
}
