import * as z from "zod";
import { hookNames } from "./hook.ts";

/** An action that a plugin wants done in a root that only the worker has. */
const rootActionSchema = z.discriminatedUnion("kind", [
  z.strictObject({
    kind: z.literal("run"),
    tool: z.string(),
    args: z.array(z.string()),
    user: z.enum(["root", "builder"]),
    directory: z.string(),
    environment: z.record(z.string(), z.string()),
    input: z.string().optional(),
    timeoutSeconds: z.number(),
  }),
  z.strictObject({
    kind: z.literal("copy-out"),
    /** Absolute path on this machine of the archive. */
    target: z.string(),
    paths: z.array(z.string()),
    timeoutSeconds: z.number(),
  }),
  z.strictObject({ kind: z.literal("watch-opens") }),
  z.strictObject({ kind: z.literal("opened-files") }),
]);
export type RootAction = z.infer<typeof rootActionSchema>;

/** The outcome of an action. */
const rootOutcomeSchema = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("ran"), stdout: z.string(), stderr: z.string(), exitStatus: z.int() }),
  z.strictObject({ kind: z.literal("done") }),
  z.strictObject({ kind: z.literal("opened"), paths: z.array(z.string()) }),
  z.strictObject({ kind: z.literal("failed"), message: z.string() }),
]);
export type RootOutcome = z.infer<typeof rootOutcomeSchema>;

/** Describes the worker's messages: it is a hook's turn, a root is ready, or an action is done. */
export const hookQuestionSchema = z.union([
  z.strictObject({ hook: z.enum(hookNames), details: z.record(z.string(), z.unknown()) }),
  z.strictObject({ fresh: z.literal(true) }),
  z.strictObject({ did: rootOutcomeSchema }),
]);
export type HookQuestion = z.infer<typeof hookQuestionSchema>;

/** Describes the replies to the worker: do something and ask again, or the hook is over. */
export const hookReplySchema = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("do"), action: rootActionSchema }),
  z.strictObject({ kind: z.literal("over") }),
]);
export type HookReply = z.infer<typeof hookReplySchema>;
