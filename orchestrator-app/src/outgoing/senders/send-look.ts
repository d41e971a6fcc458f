import * as z from "zod";
import type { Database } from "../../database/database.ts";
import type { OutgoingRow } from "../../database/tables.ts";
import { annotationsOfJob } from "../../github/annotation-calls.ts";
import { GitHubError } from "../../github/github-error.ts";
import { applyJob, failureOf, type JobReport } from "../../runs/apply-job.ts";
import { failureInAnnotations } from "../../runs/failure-in-annotations.ts";
import type { Send } from "../row/sending.ts";

/** So long a failed job waits for what GitHub says of it, in milliseconds: then it counts as failed by itself. */
const patience = 10 * 60_000;

const detail = z.object({
  githubRunId: z.int(),
  jobId: z.int(),
  name: z.string(),
  labels: z.array(z.string()),
  status: z.literal("completed"),
  conclusion: z.string().nullable(),
  runner: z.string().nullable(),
  at: z.coerce.date(),
});

/** Asks what a job failed by, and lets its attempt end: `look:LABEL`. Whether it is tried again follows from that. */
export const sendLook: Send = async ({ database, call, clock, log }, row, repository) => {
  const report = detail.parse(row.detail);
  const until = row.created_at.getTime() + patience;
  try {
    const found = failureInAnnotations(await annotationsOfJob(call, repository, report.jobId));
    await explain(database, report, found);
  } catch (error) {
    if (!(error instanceof GitHubError)) throw error;
    if (Math.max(clock().getTime(), error.retryAt?.getTime() ?? 0) < until) throw error;
    log.warn({ key: row.key, error: error.message }, "cannot learn what a job failed by");
    await explain(database, report, undefined);
  }
  return "done";
};

/** Lets the attempt of a job end without knowing what it failed by. */
export async function endUnexplained(database: Database, row: OutgoingRow): Promise<void> {
  await explain(database, detail.parse(row.detail), undefined);
}

async function explain(
  { queries }: Database,
  report: JobReport,
  failure: JobReport["failure"] | undefined,
): Promise<void> {
  await queries
    .transaction()
    .execute((trx) => applyJob(trx, { ...report, failure: failure ?? failureOf(report) }));
}
