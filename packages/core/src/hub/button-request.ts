import * as z from "zod";

/**
 * Describes what a button of a check run asks for: the detail of the row `button:DELIVERY:RUN` in the hub's table `outgoing`.
 * `again` is GitHub's own button for all checks of a commit.
 */
export const buttonRequestSchema = z.strictObject({
  asked: z.enum(["retry", "cancel", "again"]),
  run: z.int().positive(),
  /** The one task of the run that is meant; all if absent. */
  task: z.int().positive().optional(),
  /** The login of whoever pressed it. */
  actor: z.string().min(1),
  /** The GUID of the delivery, which makes what the button starts the only one of its cause. */
  delivery: z.string().min(1),
});
export type ButtonRequest = z.infer<typeof buttonRequestSchema>;
