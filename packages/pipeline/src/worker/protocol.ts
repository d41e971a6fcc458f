import * as z from "zod";
import { carriedErrorSchema } from "./carried-error.ts";

/**
 * Describes the first line that a worker reads; those after it answer its questions. Its standard input stays open: when it ends,
 * debootc is gone.
 */
export const workerRequestSchema = z.strictObject({
  operation: z.string(),
  request: z.unknown(),
  /** Who is to own the results. */
  owner: z.strictObject({ uid: z.int(), gid: z.int() }),
  /** Whether there is somebody who answers questions. */
  answers: z.boolean(),
});
export type WorkerRequest = z.infer<typeof workerRequestSchema>;

/** Describes a line that answers a worker's question. */
export const workerAnswerSchema = z.strictObject({
  question: z.int().min(1),
  answer: z.unknown().optional(),
  error: carriedErrorSchema.optional(),
});
export type WorkerAnswer = z.infer<typeof workerAnswerSchema>;

/** Describes a line that a worker writes. */
export const workerMessageSchema = z.discriminatedUnion("type", [
  /** An event without its stamp, from a process of our own. */
  z.strictObject({ type: z.literal("report"), report: z.record(z.string(), z.unknown()) }),
  z.strictObject({ type: z.literal("log"), line: z.string() }),
  /** A question that only debootc itself can answer, such as what a plugin wants to have done. */
  z.strictObject({ type: z.literal("ask"), number: z.int().min(1), question: z.unknown() }),
  z.strictObject({ type: z.literal("result"), result: z.unknown() }),
  z.strictObject({ type: z.literal("error"), error: carriedErrorSchema }),
]);
export type WorkerMessage = z.infer<typeof workerMessageSchema>;
