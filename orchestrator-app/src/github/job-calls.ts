import type { GitHubRunFacts, JobFacts } from "@debootc/core/fleet/admission";
import * as z from "zod";
import type { JobReport } from "../runs/apply-job.ts";
import { apiPath, type CallGitHub, queryOf, repositoryPath } from "./call.ts";
import { readAnswer } from "./read-answer.ts";
import type { RepositoryAt } from "./repository-at.ts";

const jobSchema = z.object({
  id: z.int(),
  run_id: z.int(),
  name: z.string(),
  head_sha: z.string(),
  labels: z.array(z.string()),
  status: z.string(),
  conclusion: z.string().nullable(),
  runner_name: z.string().nullish(),
});

/** Holds what GitHub says of a job: for the task that it belongs to, and for whoever decides on its runner. */
export interface JobAnswer {
  readonly report: JobReport;
  readonly facts: JobFacts;
}

const statuses = ["queued", "waiting", "in_progress", "completed"] as const;

type Job = z.infer<typeof jobSchema>;

/** Asks for one job; returns undefined if GitHub knows none of this id. */
export async function readJob(
  call: CallGitHub,
  { installation, fullName }: RepositoryAt,
  { id, now }: { readonly id: number; readonly now: Date },
): Promise<JobAnswer | undefined> {
  const path = `${repositoryPath(fullName)}${apiPath`/actions/jobs/${id}`}`;
  const answer = await call({ method: "GET", path, installation, cost: "read", expected: [404] });
  return answer.status === 404 ? undefined : answerOf(readAnswer("a job", jobSchema, answer), now);
}

/** GitHub makes 256 jobs of a matrix at most, and a workflow of the hub has few others. */
const mostPages = 5;

/** Asks for the jobs of a run. */
export async function readJobs(
  call: CallGitHub,
  { installation, fullName }: RepositoryAt,
  { run, now }: { readonly run: number; readonly now: Date },
): Promise<readonly JobAnswer[]> {
  const jobs: JobAnswer[] = [];
  for (let page = 1; page <= mostPages; page++) {
    const path = `${repositoryPath(fullName)}${apiPath`/actions/runs/${run}/jobs`}${queryOf({ per_page: 100, page })}`;
    const answer = await call({ method: "GET", path, installation, cost: "read", expected: [404] });
    if (answer.status === 404) break;
    const listed = readAnswer("the jobs of a run", z.object({ jobs: z.array(jobSchema) }), answer).jobs;
    jobs.push(...listed.map((job) => answerOf(job, now)));
    if (listed.length < 100) break;
  }
  return jobs;
}

function answerOf(job: Job, now: Date): JobAnswer {
  const { run_id: runId, head_sha: sha, labels, status, conclusion, name } = job;
  return {
    facts: { id: job.id, runId, sha, labels, status },
    report: {
      ...{ githubRunId: runId, jobId: job.id, name, labels, conclusion, at: now },
      status: statuses.find((one) => one === status) ?? "queued",
      runner: job.runner_name === "" ? null : (job.runner_name ?? null),
    },
  };
}

const runSchema = z.object({
  id: z.int(),
  event: z.string(),
  path: z.string(),
  head_branch: z.string().nullable(),
  head_sha: z.string(),
  actor: z.object({ login: z.string() }).nullable(),
  repository: z.object({ id: z.int() }),
  head_repository: z.object({ id: z.int() }).nullable(),
});

/** Asks who started a run, of which workflow and commit; returns undefined if GitHub knows none of this id. */
export async function readRunFacts(
  call: CallGitHub,
  { installation, fullName }: RepositoryAt,
  id: number,
): Promise<GitHubRunFacts | undefined> {
  const path = `${repositoryPath(fullName)}${apiPath`/actions/runs/${id}`}`;
  const answer = await call({ method: "GET", path, installation, cost: "read", expected: [404] });
  if (answer.status === 404) return undefined;
  const run = readAnswer("a run", runSchema, answer);
  return {
    ...{ id: run.id, event: run.event, path: run.path, branch: run.head_branch, sha: run.head_sha },
    ...{ actor: run.actor?.login ?? "", repositoryId: run.repository.id },
    headRepositoryId: run.head_repository?.id ?? null,
  };
}
