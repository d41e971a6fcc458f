import * as z from "zod";
import { applyJob } from "../runs/apply-job.ts";
import { eventHandler } from "./event-handler.ts";
import { followRepository } from "./follow-repository.ts";
import { repositoryEvent } from "./payload-schemas.ts";

const statuses = ["queued", "waiting", "in_progress", "completed"] as const;

const schema = z.looseObject({
  ...repositoryEvent,
  action: z.string(),
  workflow_job: z.looseObject({
    id: z.int().positive(),
    run_id: z.int().positive(),
    name: z.string(),
    labels: z.array(z.string()),
    conclusion: z.string().nullable(),
    runner_name: z.string().nullable().default(null),
  }),
});

/** Applies what GitHub says of a job to the task that it was made for. */
export const workflowJob = eventHandler(schema, async ({ queries, at }, payload) => {
  const row = await followRepository(queries, payload);
  if (typeof row === "string") return row;
  const { workflow_job: job, action } = payload;
  // The job's own status is of the moment when it was sent, and may be later than the event.
  const status = statuses.find((one) => one === action);
  if (status === undefined) return `ignored: the hub does not act on ${action}`;
  return applyJob(queries, {
    repositoryId: row.id,
    githubRunId: job.run_id,
    jobId: job.id,
    name: job.name,
    labels: job.labels,
    status,
    conclusion: job.conclusion,
    // GitHub writes an empty name for a job that no runner had.
    runner: job.runner_name === "" ? null : job.runner_name,
    at,
  });
});
