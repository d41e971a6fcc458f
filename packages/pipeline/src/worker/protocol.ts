import { errorRecordSchema } from "@debootc/core/error/error-record";
import * as z from "zod";

/** The one line that a worker reads. Its standard input then stays open: the end of it means that debootc is gone. */
export const workerRequestSchema = z.strictObject({
  operation: z.string(),
  request: z.unknown(),
  /** Who shall own the results. */
  owner: z.strictObject({ uid: z.int(), gid: z.int() }),
});
export type WorkerRequest = z.infer<typeof workerRequestSchema>;

/** A line that a worker writes. */
export const workerMessageSchema = z.discriminatedUnion("type", [
  /** An event without its stamp, from a process of our own. */
  z.strictObject({ type: z.literal("report"), report: z.record(z.string(), z.unknown()) }),
  z.strictObject({ type: z.literal("log"), line: z.string() }),
  z.strictObject({ type: z.literal("result"), result: z.unknown() }),
  z.strictObject({ type: z.literal("error"), error: errorRecordSchema }),
]);
export type WorkerMessage = z.infer<typeof workerMessageSchema>;
