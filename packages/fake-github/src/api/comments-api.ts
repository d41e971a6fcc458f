import { createComment, deleteComment, editComment } from "../repository/comment.ts";
import { commentShape, reactionShape } from "../shapes/issue-shape.ts";
import { findApp } from "../state/find.ts";
import type { IssueComment, Reaction } from "../state/issue.ts";
import { invalidField } from "./api-error.ts";
import { appOf, type Call, found, type Handler, idOf, repositoryOf } from "./call.ts";
import { paginate } from "./paginate.ts";

const longestBody = 65_536;

/** Answers what concerns comments and reactions to them. */
export const commentsApi = {
  "issues/list-comments": (call) => {
    const issue = found(repositoryOf(call).issues.get(idOf(call, "issue_number")));
    const since = Date.parse(call.query["since"] ?? "");
    const comments = [...repositoryOf(call).comments.values()].filter(
      (comment) => comment.issue === issue.number && !(comment.updatedAt < since),
    );
    return paginate(call, comments, (page) => page.map((comment) => shape(call, comment)));
  },
  "issues/create-comment": (call) => {
    const { number } = found(repositoryOf(call).issues.get(idOf(call, "issue_number")));
    const app = appOf(call);
    const comment = createComment(call.world, repositoryOf(call), {
      ...{ issue: number, user: app.bot, body: bodyOf(call), app: app.id },
    });
    return { status: 201, body: shape(call, comment), headers: { location: shape(call, comment).url } };
  },
  "issues/get-comment": (call) => ({ status: 200, body: shape(call, commentOf(call)) }),
  "issues/update-comment": (call) => {
    const comment = commentOf(call);
    editComment(call.world, repositoryOf(call), comment, { body: bodyOf(call), by: appOf(call).bot });
    return { status: 200, body: shape(call, comment) };
  },
  "issues/delete-comment": (call) => {
    deleteComment(call.world, repositoryOf(call), commentOf(call), appOf(call).bot);
    return { status: 204 };
  },
  "reactions/list-for-issue-comment": (call) => {
    const { content } = call.query;
    const reactions = commentOf(call).reactions.filter(
      (reaction) => content === undefined || reaction.content === content,
    );
    return paginate(call, reactions, (page) => page.map((one) => reactionShape(call.world.urls, one)));
  },
  "reactions/create-for-issue-comment": (call) => {
    const { reactions } = commentOf(call);
    const user = appOf(call).bot;
    const content = String(call.body["content"]);
    const known = reactions.find((one) => one.content === content && one.user === user);
    if (known !== undefined) return { status: 200, body: reactionShape(call.world.urls, known) };
    const reaction: Reaction = {
      ...{ id: call.world.newId(), user, content, createdAt: call.world.clock.now() },
    };
    reactions.push(reaction);
    return { status: 201, body: reactionShape(call.world.urls, reaction) };
  },
} as const satisfies Readonly<Record<string, Handler>>;

function commentOf(call: Call): IssueComment {
  return found(repositoryOf(call).comments.get(idOf(call, "comment_id")));
}

function shape({ world, namedRepository }: Call, comment: IssueComment) {
  const app = comment.viaApp === undefined ? undefined : findApp(world, comment.viaApp);
  return commentShape(world.urls, found(namedRepository), comment, app);
}

function bodyOf({ body }: Call): string {
  const text = String(body["body"]);
  if (text.trim() === "") throw invalidField("IssueComment", "body", "missing_field");
  if (text.length > longestBody)
    throw invalidField(
      "IssueComment",
      "body",
      "custom",
      `body is too long (maximum is ${longestBody} characters)`,
    );
  return text;
}
