import { stamp } from "../clock/clock.ts";
import { changesBetween } from "../state/changes.ts";
import { fullName, type Pull, type Repository } from "../state/repository.ts";
import { association } from "./issue-shape.ts";
import { nodeId } from "./node-id.ts";
import { repositoryShape, repositoryUrl } from "./repository-shape.ts";
import { type Urls, userShape } from "./user-shape.ts";

/** Returns a pull request as lists have it (`pull-request-simple`). */
export function simplePullShape(urls: Urls, repository: Repository, pull: Pull) {
  const api = repositoryUrl(urls, repository);
  const url = `${api}/pulls/${pull.number}`;
  const page = `${urls.html}/${fullName(repository)}/pull/${pull.number}`;
  const issue = `${api}/issues/${pull.number}`;
  const links = {
    comments_url: `${issue}/comments`,
    commits_url: `${url}/commits`,
    review_comments_url: `${url}/comments`,
    review_comment_url: `${api}/pulls/comments{/number}`,
    statuses_url: `${api}/statuses/${pull.headSha}`,
  };
  return {
    url,
    id: pull.id,
    node_id: nodeId("PR", pull.id),
    html_url: page,
    diff_url: `${page}.diff`,
    patch_url: `${page}.patch`,
    issue_url: issue,
    number: pull.number,
    state: pull.state,
    locked: false,
    title: pull.title,
    user: userShape(urls, pull.user),
    body: pull.body,
    created_at: stamp(pull.createdAt),
    updated_at: stamp(pull.updatedAt),
    closed_at: pull.closedAt === undefined ? null : stamp(pull.closedAt),
    merged_at: pull.merged && pull.closedAt !== undefined ? stamp(pull.closedAt) : null,
    merge_commit_sha: null,
    assignee: null,
    assignees: [],
    requested_reviewers: [],
    requested_teams: [],
    labels: [],
    milestone: null,
    draft: false,
    ...links,
    head: sideShape(urls, pull.headRepository, pull.headBranch, pull.headSha),
    base: sideShape(urls, repository, pull.base, pull.baseSha),
    _links: {
      self: { href: url },
      html: { href: page },
      issue: { href: issue },
      comments: { href: links.comments_url },
      review_comments: { href: links.review_comments_url },
      review_comment: { href: links.review_comment_url },
      commits: { href: links.commits_url },
      statuses: { href: links.statuses_url },
    },
    author_association: association(repository, pull.user.login),
    auto_merge: null,
    active_lock_reason: null,
  };
}

/** Returns a pull request as payloads and asking for one give it (`pull-request`). */
export function pullShape(urls: Urls, repository: Repository, pull: Pull) {
  const head = pull.headRepository.commits.get(pull.headSha);
  const changes = head === undefined ? [] : changesBetween(repository.commits.get(pull.baseSha), head);
  const comments = [...repository.comments.values()].filter(({ issue }) => issue === pull.number);
  return {
    ...simplePullShape(urls, repository, pull),
    merged: pull.merged,
    mergeable: pull.state === "open" ? true : null,
    rebaseable: null,
    mergeable_state: pull.state === "open" ? "clean" : "unknown",
    merged_by: pull.merged ? userShape(urls, repository.owner) : null,
    comments: comments.length,
    review_comments: 0,
    maintainer_can_modify: false,
    commits: 1,
    additions: changes.length,
    deletions: 0,
    changed_files: changes.length,
  };
}

function sideShape(urls: Urls, repository: Repository, ref: string, sha: string) {
  return {
    label: `${repository.owner.login}:${ref}`,
    ref,
    sha,
    user: userShape(urls, repository.owner),
    repo: repositoryShape(urls, repository),
  };
}
