import { commentShape, issueShape } from "../shapes/issue-shape.ts";
import type { Account } from "../state/account.ts";
import { findApp } from "../state/find.ts";
import type { IssueComment } from "../state/issue.ts";
import { fullName, type Repository } from "../state/repository.ts";
import type { World } from "../state/world.ts";

/** Writes a comment, by a person or by an App. */
export function createComment(
  world: World,
  repository: Repository,
  { issue, user, body, app }: { issue: number; user: Account; body: string; app?: number },
): IssueComment {
  if (!repository.issues.has(issue))
    throw new Error(`cannot comment: ${fullName(repository)} has no issue or pull request ${issue}`);
  const now = world.clock.now();
  const comment: IssueComment = {
    ...{ id: world.newId(), issue, user, body, createdAt: now, updatedAt: now, reactions: [] },
    ...(app === undefined ? {} : { viaApp: app }),
  };
  repository.comments.set(comment.id, comment);
  if (app !== undefined) world.ledger.comments.push({ id: comment.id, issue, kind: "created" });
  emitComment(world, repository, comment, "created", user);
  return comment;
}

/** Changes the text of a comment. */
export function editComment(
  world: World,
  repository: Repository,
  comment: IssueComment,
  { body, by }: { body: string; by: Account },
): void {
  const from = comment.body;
  comment.body = body;
  comment.updatedAt = world.clock.now();
  if (comment.viaApp !== undefined)
    world.ledger.comments.push({ id: comment.id, issue: comment.issue, kind: "edited" });
  emitComment(world, repository, comment, "edited", by, { changes: { body: { from } } });
}

/** Removes a comment. */
export function deleteComment(
  world: World,
  repository: Repository,
  comment: IssueComment,
  by: Account,
): void {
  repository.comments.delete(comment.id);
  emitComment(world, repository, comment, "deleted", by);
}

function emitComment(
  world: World,
  repository: Repository,
  comment: IssueComment,
  action: "created" | "edited" | "deleted",
  sender: Account,
  more: object = {},
): void {
  const issue = repository.issues.get(comment.issue);
  if (issue === undefined) return;
  const app = comment.viaApp === undefined ? undefined : findApp(world, comment.viaApp);
  world.emit({
    ...{ event: "issue_comment", action, repository, sender },
    payload: {
      ...more,
      issue: issueShape(world.urls, repository, issue),
      comment: commentShape(world.urls, repository, comment, app),
    },
  });
}
