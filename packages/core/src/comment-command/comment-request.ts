import * as z from "zod";
import { commentCommandSchema } from "./comment-command.ts";

/**
 * Describes what a comment on a pull request asks for: the detail of the row `reaction:COMMENT` in the hub's table
 * `outgoing`. Whoever takes the row asks GitHub whether the actor may do this, does it, and answers with a reaction.
 */
export const commentRequestSchema = z.strictObject({
  commentId: z.int().positive(),
  pullRequest: z.int().positive(),
  /** The login of whoever wrote the comment. */
  actor: z.string().min(1),
  /** The GUID of the delivery, which makes what the command starts the only one of its cause. */
  delivery: z.string().min(1),
  asked: z.union([
    z.strictObject({ command: commentCommandSchema }),
    /** A command that was not understood; the answer says so, to those who may steer. */
    z.strictObject({ fault: z.strictObject({ message: z.string(), hint: z.string() }) }),
  ]),
});
export type CommentRequest = z.infer<typeof commentRequestSchema>;
