import { z } from "@hono/zod-openapi";
import type { FoundLine } from "../../task-log/search-logs.ts";

export const foundLineSchema = z
  .strictObject({
    task: z.int(),
    attempt: z.int(),
    line: z.int().openapi({ description: "Its number in the log, from 1." }),
    offset: z.int().openapi({ description: "The byte of the log at which the text begins that was found." }),
    text: z.string().openapi({ description: "The line, or what is around the text in a long one." }),
  })
  .openapi("FoundLine");

/** Returns a line that a search has found as the API shows it. */
export function foundLineShape({ taskId, ...line }: FoundLine): z.infer<typeof foundLineSchema> {
  return { task: taskId, ...line };
}

/** Describes the data of an event `log` of a stream. */
export const logEventSchema = z.strictObject({
  attempt: z.int(),
  offset: z.int().openapi({ description: "The byte of the log that the text begins at." }),
  next: z.int().openapi({ description: "The byte that the text behind it begins at." }),
  text: z.string(),
});
