import * as z from "zod";
import { field } from "../fields/request-field.ts";
import { hubFields } from "./hub-fields.ts";

/** Asks for the log of a task of a hub, or for lines of all logs. */
export const hubLogsRequestSchema = z
  .strictObject({
    task: field(
      z
        .string()
        .regex(/^[1-9][0-9]{0,14}$/)
        .optional(),
      { description: "the number of the task", positional: true, allowed: "a number from 1" },
    ),
    follow: field(z.boolean().default(false), {
      description: "print lines as they come until the task is over",
    }),
    attempt: field(z.int().min(1).optional(), {
      description: "only this attempt; by default the last one, with --follow all of them",
      placeholder: "N",
    }),
    search: field(z.string().min(2).max(200).optional(), {
      description: "find lines that contain this text, in the logs of all tasks, the newest first",
      placeholder: "TEXT",
    }),
    run: field(z.int().min(1).optional(), {
      description: "with --search: only in the logs of this run",
      placeholder: "RUN",
    }),
    limit: field(z.int().min(1).max(10_000).default(100), {
      description: "with --search: show at most so many lines",
      placeholder: "N",
    }),
    ...hubFields,
  })
  .refine(({ task, search }) => (task === undefined) !== (search === undefined), {
    error: "give either the number of a task or --search TEXT",
  })
  .refine(({ task, follow, attempt }) => task !== undefined || (!follow && attempt === undefined), {
    error: "--follow and --attempt are for the log of one task",
  })
  .refine(({ search, run }) => search !== undefined || run === undefined, {
    error: "--run is for --search; `orchestrator tasks --run N` lists the tasks of a run",
  });
export type HubLogsRequest = z.output<typeof hubLogsRequestSchema>;
