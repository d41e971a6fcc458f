import { commentRequestSchema } from "@debootc/core/comment-command/comment-request";
import { DebootcError } from "@debootc/core/error/debootc-error";
import { createComment, findComment, reactTo } from "../../github/comment-calls.ts";
import type { RepositoryAt } from "../../github/repository-at.ts";
import { doCommand } from "./do-command.ts";
import { steeringOf } from "./steering-of.ts";
import type { Send, Sending } from "../row/sending.ts";
import { boundedText, foreign } from "../text/words.ts";

/** Does what a comment on a pull request asks for, if its author may, and answers it: `reaction:COMMENT`. */
export const sendReaction: Send = async (sending, row, repository) => {
  const { call } = sending;
  const request = commentRequestSchema.parse(row.detail);
  const react = (content: "+1" | "-1" | "confused") =>
    reactTo(call, repository, { comment: request.commentId, content });
  // An earlier try has done it, and only the answer is missing.
  if (row.unsure) {
    await react("+1");
    return "done";
  }
  const steering = await steeringOf(call, repository, { login: request.actor });
  if (!steering.may) {
    // Strangers get no comment, which everybody who follows the pull request would be told of.
    await react("-1");
    return "done";
  }
  const answer = await answerTo(sending, row, repository, request);
  if (answer.text !== undefined) {
    await comment(sending, repository, { request, text: answer.text, isAgain: row.attempts > 0 });
  }
  await react(answer.isDone ? "+1" : "confused");
  return "done";
};

type Request = ReturnType<typeof commentRequestSchema.parse>;
type Answer = { readonly isDone: boolean; readonly text?: readonly string[] };

async function answerTo(
  sending: Sending,
  row: Parameters<Send>[1],
  repository: RepositoryAt,
  request: Request,
): Promise<Answer> {
  const { asked } = request;
  if ("fault" in asked) return { isDone: false, text: [foreign(asked.fault.message), "", asked.fault.hint] };
  try {
    const text = await doCommand(sending, row, repository, { ...request, command: asked.command });
    return { isDone: true, ...(text === undefined ? {} : { text }) };
  } catch (error) {
    const isRefusal =
      error instanceof DebootcError && (error.code === "state-conflict" || error.code === "not-found");
    if (!isRefusal) throw error;
    return { isDone: false, text: [foreign(error.message)] };
  }
}

interface Reply {
  readonly request: Request;
  readonly text: readonly string[];
  readonly isAgain: boolean;
}

async function comment(
  { call, appId }: Sending,
  repository: RepositoryAt,
  { request, text, isAgain }: Reply,
) {
  const { commentId, pullRequest: issue } = request;
  const marker = `<!-- debootc:answer:${commentId} -->`;
  const known = isAgain ? await findComment(call, repository, { issue, marker, appId: appId() }) : undefined;
  if (known === undefined)
    await createComment(call, repository, { issue, body: boundedText([marker, ...text]) });
}
