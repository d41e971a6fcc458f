import type { Database } from "../database/database.ts";
import type { CallGitHub } from "../github/call.ts";
import { type JobAnswer, readJob } from "../github/job-calls.ts";
import type { RepositoryAt } from "../github/repository-at.ts";
import { applyJob } from "../runs/apply-job.ts";
import type { PlacedAttempt } from "./placed-attempt.ts";

interface Asking {
  readonly database: Database;
  readonly call: CallGitHub;
  readonly clock: () => Date;
}

/** Asks GitHub for the job of a placement, and lets its task know: events come late, and some never. */
export async function askForJob(
  { database, call, clock }: Asking,
  repository: RepositoryAt,
  { github_job_id }: Pick<PlacedAttempt, "github_job_id">,
): Promise<JobAnswer | undefined> {
  if (github_job_id === null) return undefined;
  const job = await readJob(call, repository, { id: github_job_id, now: clock() });
  if (job !== undefined) await database.transact((trx) => applyJob(trx, job.report));
  return job;
}
