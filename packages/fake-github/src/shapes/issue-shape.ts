import { stamp } from "../clock/clock.ts";
import type { App } from "../state/app.ts";
import { historyOf } from "../state/changes.ts";
import type { Issue, IssueComment, Reaction } from "../state/issue.ts";
import { fullName, permissionLevels, type Repository } from "../state/repository.ts";
import { appShape } from "./app-shape.ts";
import { nodeId } from "./node-id.ts";
import { repositoryUrl } from "./repository-shape.ts";
import { type Urls, userShape } from "./user-shape.ts";

/** Returns a comment on an issue or a pull request. */
export function commentShape(urls: Urls, repository: Repository, comment: IssueComment, app?: App) {
  const url = `${repositoryUrl(urls, repository)}/issues/comments/${comment.id}`;
  return {
    id: comment.id,
    node_id: nodeId("IC", comment.id),
    url,
    html_url: `${issuePage(urls, repository, comment.issue)}#issuecomment-${comment.id}`,
    issue_url: `${repositoryUrl(urls, repository)}/issues/${comment.issue}`,
    user: userShape(urls, comment.user),
    created_at: stamp(comment.createdAt),
    updated_at: stamp(comment.updatedAt),
    body: comment.body,
    author_association: association(repository, comment.user.login),
    performed_via_github_app: app === undefined ? null : appShape(urls, app),
    reactions: reactionsShape(url, comment.reactions),
  };
}

/** Returns an issue as payloads of comments have it. */
export function issueShape(urls: Urls, repository: Repository, issue: Issue) {
  const url = `${repositoryUrl(urls, repository)}/issues/${issue.number}`;
  const page = issuePage(urls, repository, issue.number);
  const pull = `${repositoryUrl(urls, repository)}/pulls/${issue.number}`;
  const comments = [...repository.comments.values()].filter((comment) => comment.issue === issue.number);
  return {
    id: issue.id,
    node_id: nodeId("I", issue.id),
    url,
    repository_url: repositoryUrl(urls, repository),
    labels_url: `${url}/labels{/name}`,
    comments_url: `${url}/comments`,
    events_url: `${url}/events`,
    html_url: page,
    number: issue.number,
    title: issue.title,
    user: userShape(urls, issue.user),
    labels: [],
    state: issue.state,
    locked: false,
    assignee: null,
    assignees: [],
    milestone: null,
    comments: comments.length,
    created_at: stamp(issue.createdAt),
    updated_at: stamp(issue.updatedAt),
    closed_at: null,
    author_association: association(repository, issue.user.login),
    active_lock_reason: null,
    ...(issue.isPull
      ? {
          draft: false,
          pull_request: {
            url: pull,
            html_url: page,
            diff_url: `${page}.diff`,
            patch_url: `${page}.patch`,
            merged_at: null,
          },
        }
      : {}),
    body: issue.body,
    reactions: reactionsShape(url, []),
    timeline_url: `${url}/timeline`,
    performed_via_github_app: null,
    state_reason: null,
  };
}

/** Returns a reaction. */
export function reactionShape(urls: Urls, { id, user, content, createdAt }: Reaction) {
  return {
    id,
    node_id: nodeId("REA", id),
    user: userShape(urls, user),
    content,
    created_at: stamp(createdAt),
  };
}

/** Returns what a person is to a repository, in GitHub's words. */
export function association(repository: Repository, login: string): string {
  const { owner, collaborators, branches, defaultBranch } = repository;
  if (owner.login === login) return "OWNER";
  const level = collaborators.get(login);
  if (level !== undefined && permissionLevels.indexOf(level) > permissionLevels.indexOf("read"))
    return owner.type === "Organization" ? "MEMBER" : "COLLABORATOR";
  const history = historyOf(repository, branches.get(defaultBranch));
  return history.some(({ author }) => author.login === login) ? "CONTRIBUTOR" : "NONE";
}

function issuePage({ html }: Urls, repository: Repository, number: number): string {
  const kind = repository.pulls.has(number) ? "pull" : "issues";
  return `${html}/${fullName(repository)}/${kind}/${number}`;
}

function reactionsShape(url: string, reactions: readonly Reaction[]) {
  const count = (content: string) => reactions.filter((reaction) => reaction.content === content).length;
  return {
    url: `${url}/reactions`,
    total_count: reactions.length,
    "+1": count("+1"),
    "-1": count("-1"),
    laugh: count("laugh"),
    hooray: count("hooray"),
    confused: count("confused"),
    heart: count("heart"),
    rocket: count("rocket"),
    eyes: count("eyes"),
  };
}
