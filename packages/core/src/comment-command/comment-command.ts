import * as z from "zod";

/** A shorter abbreviation of a commit could be made to fit another one. */
const shortestSha = 12;

const taskName = z
  .string()
  .max(200)
  .regex(/^[!-~]+$/);

/** Describes a command in a comment on a pull request. It is stored, so whoever reads it back parses it by this schema. */
export const commentCommandSchema = z.discriminatedUnion("verb", [
  z.strictObject({ verb: z.literal("build") }),
  /** Without a task: everything of the run that failed or was canceled. */
  z.strictObject({ verb: z.literal("retry"), task: taskName.optional() }),
  z.strictObject({ verb: z.literal("cancel"), task: taskName.optional() }),
  z.strictObject({ verb: z.literal("priority"), priority: z.int().min(-100).max(100) }),
  z.strictObject({
    verb: z.literal("ok"),
    sha: z.string().regex(new RegExp(`^[0-9a-f]{${shortestSha},64}$`)),
  }),
  z.strictObject({ verb: z.literal("why"), task: taskName.optional() }),
  z.strictObject({ verb: z.literal("help") }),
]);
export type CommentCommand = z.infer<typeof commentCommandSchema>;

/** Says how each command is written, and what it does: the answer to `/debootc help`. */
export const commentCommands: Readonly<Record<CommentCommand["verb"], { usage: string; does: string }>> = {
  build: { usage: "/debootc build", does: "starts a run of the newest commit" },
  retry: { usage: "/debootc retry [TASK]", does: "tries again what failed or was canceled" },
  cancel: { usage: "/debootc cancel [TASK]", does: "cancels what is not over" },
  priority: { usage: "/debootc priority N", does: "sets the priority of the run, from -100 to 100" },
  ok: {
    usage: "/debootc ok SHA",
    does: `approves this commit of a fork, named by at least ${shortestSha} digits`,
  },
  why: { usage: "/debootc why [TASK]", does: "says what a run or a task waits for" },
  help: { usage: "/debootc help", does: "lists these commands" },
};
