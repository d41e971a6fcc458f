import type { CommentRequest } from "@debootc/core/comment-command/comment-request";
import { parseCommentCommand } from "@debootc/core/comment-command/parse-comment-command";
import * as z from "zod";
import { want } from "../store/outgoing.ts";
import { eventHandler } from "./event-handler.ts";
import { followRepository } from "./follow-repository.ts";
import { repositoryEvent } from "./payload-schemas.ts";

const schema = z.looseObject({
  ...repositoryEvent,
  action: z.string(),
  issue: z.looseObject({ number: z.int().positive(), pull_request: z.looseObject({}).optional() }),
  comment: z.looseObject({
    id: z.int().positive(),
    body: z.string().nullable(),
    user: z.looseObject({ login: z.string().min(1), type: z.string().default("User") }).nullable(),
  }),
});

/**
 * Stores the command of a new comment on a pull request. Whether its author may give it only GitHub knows, which is asked
 * by whoever takes the row.
 */
export const issueComment = eventHandler(schema, async ({ queries, guid, at }, payload) => {
  const { action, issue, comment } = payload;
  // Whoever edits a comment of another person would speak in their name.
  if (action !== "created") return `ignored: the hub does not act on ${action}`;
  if (issue.pull_request === undefined) return "ignored: not on a pull request";
  if (comment.user === null || comment.user.type === "Bot") return "ignored: not written by a person";
  const asked = parseCommentCommand(comment.body ?? "");
  if (asked === undefined) return "ignored: no command";
  const row = await followRepository(queries, payload);
  if (typeof row === "string") return row;
  if (row.state !== "active") return `ignored: ${row.full_name} is ${row.state}`;
  const detail: CommentRequest = {
    commentId: comment.id,
    pullRequest: issue.number,
    actor: comment.user.login,
    delivery: guid,
    asked,
  };
  const key = `reaction:${comment.id}`;
  await want(queries, [{ key, kind: "reaction", repositoryId: row.id, detail }], at);
  return "command" in asked ? `asked for ${asked.command.verb}` : `not understood: ${asked.fault.message}`;
});
