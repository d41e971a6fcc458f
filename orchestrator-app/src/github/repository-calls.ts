import { type Permission, permissions } from "@debootc/core/hub-file/schema/permission";
import * as z from "zod";
import { apiPath, type CallGitHub, queryOf, repositoryPath } from "./call.ts";
import { readAnswer } from "./read-answer.ts";
import type { RepositoryAt } from "./repository-at.ts";

/** Reads a file at a commit; returns undefined if there is none, or if it is a folder. */
export async function readFileAt(
  call: CallGitHub,
  { installation, fullName }: RepositoryAt,
  path: string,
  sha: string,
): Promise<Uint8Array | undefined> {
  const escaped = path.split("/").map(encodeURIComponent).join("/");
  const answer = await call({
    method: "GET",
    path: `${repositoryPath(fullName)}/contents/${escaped}${queryOf({ ref: sha })}`,
    installation,
    cost: "read",
    raw: true,
    expected: [404],
  });
  if (answer.status === 404) return undefined;
  // A folder is listed as JSON, whatever is asked for.
  return answer.headers.get("content-type")?.includes("application/json") === true ? undefined : answer.bytes;
}

/** GitHub lists no more files of one comparison. */
const mostListed = 300;

const comparison = z.object({
  files: z.array(z.object({ filename: z.string(), previous_filename: z.string().optional() })).optional(),
});

/** Returns the paths that differ between a commit and what it is based on; `unknown` if they are too many, or the base is gone. */
export async function changedPaths(
  call: CallGitHub,
  { installation, fullName }: RepositoryAt,
  base: string,
  sha: string,
): Promise<readonly string[] | "unknown"> {
  const answer = await call({
    method: "GET",
    path: `${repositoryPath(fullName)}${apiPath`/compare/${base}...${sha}`}`,
    installation,
    cost: "read",
    expected: [404],
  });
  if (answer.status === 404) return "unknown";
  const { files } = readAnswer("the changes of a commit", comparison, answer);
  if (files === undefined || files.length >= mostListed) return "unknown";
  return files.flatMap(({ filename, previous_filename }) =>
    previous_filename === undefined ? [filename] : [filename, previous_filename],
  );
}

const pullRequest = z.object({
  state: z.enum(["open", "closed"]),
  head: z.object({ sha: z.string(), repo: z.object({ id: z.int() }).nullable() }),
  base: z.object({ sha: z.string(), ref: z.string(), repo: z.object({ id: z.int() }) }),
});

/** Describes a pull request as far as runs look at it. */
export interface PullRequest {
  readonly isOpen: boolean;
  readonly headSha: string;
  readonly baseSha: string;
  readonly baseBranch: string;
  /** Whether its commits come from another repository, or from one that is gone. */
  readonly isFork: boolean;
}

/** Asks for a pull request; returns undefined if there is none of this number. */
export async function readPullRequest(
  call: CallGitHub,
  { installation, fullName }: RepositoryAt,
  number: number,
): Promise<PullRequest | undefined> {
  const path = `${repositoryPath(fullName)}${apiPath`/pulls/${number}`}`;
  const answer = await call({ method: "GET", path, installation, cost: "read", expected: [404] });
  if (answer.status === 404) return undefined;
  const { state, head, base } = readAnswer("a pull request", pullRequest, answer);
  return {
    isOpen: state === "open",
    headSha: head.sha,
    baseSha: base.sha,
    baseBranch: base.ref,
    isFork: head.repo?.id !== base.repo.id,
  };
}

const permissionAnswer = z.object({
  permission: z.string(),
  role_name: z.string().optional(),
});

/** Asks which permission an account has on a repository; what teams and the organization give is included. */
export async function permissionOf(
  call: CallGitHub,
  { installation, fullName }: RepositoryAt,
  login: string,
): Promise<Permission | "none"> {
  const path = `${repositoryPath(fullName)}${apiPath`/collaborators/${login}/permission`}`;
  const answer = await call({ method: "GET", path, installation, cost: "read", expected: [404] });
  if (answer.status === 404) return "none";
  const { permission, role_name } = readAnswer("a permission", permissionAnswer, answer);
  // `permission` knows neither triage nor maintain; a role of an organization's own has one of the others as its base.
  const known = [role_name, permission].map((word) => permissions.find((one) => one === word));
  return known.find((one) => one !== undefined) ?? "none";
}

const commitAnswer = z.object({ sha: z.string() });

/** Asks for the commit that a whole ref such as `refs/tags/v1` is at; returns undefined if there is no such ref. */
export async function commitAt(
  call: CallGitHub,
  { installation, fullName }: RepositoryAt,
  ref: string,
): Promise<string | undefined> {
  const escaped = ref
    .replace(/^refs\//, "")
    .split("/")
    .map(encodeURIComponent)
    .join("/");
  const answer = await call({
    method: "GET",
    path: `${repositoryPath(fullName)}/commits/${escaped}`,
    installation,
    cost: "read",
    // 422 is what GitHub answers to a name that it does not know.
    expected: [404, 422],
  });
  return answer.status < 300 ? readAnswer("a commit", commitAnswer, answer).sha : undefined;
}

const branchAnswer = z.object({ commit: z.object({ sha: z.string() }) });

/** Asks for the commit at the head of a branch; returns undefined if there is no such branch. */
export async function headOf(
  call: CallGitHub,
  { installation, fullName }: RepositoryAt,
  branch: string,
): Promise<string | undefined> {
  const path = `${repositoryPath(fullName)}${apiPath`/branches/${branch}`}`;
  const answer = await call({ method: "GET", path, installation, cost: "read", expected: [404] });
  return answer.status === 404 ? undefined : readAnswer("a branch", branchAnswer, answer).commit.sha;
}
