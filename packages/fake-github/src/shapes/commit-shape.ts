import { stamp } from "../clock/clock.ts";
import type { Commit, Repository } from "../state/repository.ts";
import { fullName } from "../state/repository.ts";
import { type Change, changesOf } from "../state/changes.ts";
import { nodeId } from "./node-id.ts";
import { repositoryUrl } from "./repository-shape.ts";
import { type Urls, userShape } from "./user-shape.ts";
import type { Account } from "../state/account.ts";

/** Returns a commit as asking for commits gives it (`commit`). */
export function commitShape(urls: Urls, repository: Repository, commit: Commit, author?: Account) {
  const url = repositoryUrl(urls, repository);
  const page = `${urls.html}/${fullName(repository)}`;
  const person = { ...personShape(commit), date: stamp(commit.time) };
  const user = author === undefined ? null : userShape(urls, author);
  return {
    sha: commit.sha,
    node_id: nodeId("C", commit.sha),
    commit: {
      author: person,
      committer: person,
      message: commit.message,
      tree: { sha: commit.treeSha, url: `${url}/git/trees/${commit.treeSha}` },
      url: `${url}/git/commits/${commit.sha}`,
      comment_count: 0,
      verification: {
        verified: false,
        reason: "unsigned",
        signature: null,
        payload: null,
        verified_at: null,
      },
    },
    url: `${url}/commits/${commit.sha}`,
    html_url: `${page}/commit/${commit.sha}`,
    comments_url: `${url}/commits/${commit.sha}/comments`,
    author: user,
    committer: user,
    parents: commit.parents.map((sha) => ({
      sha,
      url: `${url}/commits/${sha}`,
      html_url: `${page}/commit/${sha}`,
    })),
  };
}

/** Returns a commit with the files that it changes, as asking for one commit gives it. */
export function commitWithFilesShape(urls: Urls, repository: Repository, commit: Commit, author?: Account) {
  const changes = changesOf(repository, commit);
  const lines = { additions: changes.length, deletions: 0, total: changes.length };
  return {
    ...commitShape(urls, repository, commit, author),
    stats: lines,
    files: changes.map((change) => changedFileShape(urls, repository, commit.sha, change)),
  };
}

/** Returns a changed file (`diff-entry`); no patch is made, as for files that are too large. */
export function changedFileShape(
  urls: Urls,
  repository: Repository,
  sha: string,
  { path, status, blob }: Change,
) {
  const page = `${urls.html}/${fullName(repository)}`;
  return {
    sha: blob,
    filename: path,
    status,
    additions: status === "removed" ? 0 : 1,
    deletions: status === "added" ? 0 : 1,
    changes: status === "modified" ? 2 : 1,
    blob_url: `${page}/blob/${sha}/${path}`,
    raw_url: `${page}/raw/${sha}/${path}`,
    contents_url: `${repositoryUrl(urls, repository)}/contents/${path}?ref=${sha}`,
  };
}

/** Returns a commit as a push has it, with the names of the files that it changes. */
export function pushedCommitShape(urls: Urls, repository: Repository, commit: Commit) {
  const person = { ...personShape(commit), username: commit.author.login, date: stamp(commit.time) };
  const changes = changesOf(repository, commit);
  const paths = (status: Change["status"]) =>
    changes.filter((change) => change.status === status).map(({ path }) => path);
  return {
    id: commit.sha,
    tree_id: commit.treeSha,
    distinct: true,
    message: commit.message,
    timestamp: stamp(commit.time),
    url: `${urls.html}/${fullName(repository)}/commit/${commit.sha}`,
    author: person,
    committer: person,
    added: paths("added"),
    removed: paths("removed"),
    modified: paths("modified"),
  };
}

/** Returns a commit as runs and check suites have it (`simple-commit`). */
export function simpleCommitShape(commit: Commit) {
  return {
    id: commit.sha,
    tree_id: commit.treeSha,
    message: commit.message,
    timestamp: stamp(commit.time),
    author: personShape(commit),
    committer: personShape(commit),
  };
}

function personShape({ author: { name, email } }: Commit) {
  return { name, email };
}
