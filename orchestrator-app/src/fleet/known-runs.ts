import type { GitHubRunFacts } from "@debootc/core/fleet/admission";
import type { CallGitHub } from "../github/call.ts";
import { type JobAnswer, readJobs, readRunFacts } from "../github/job-calls.ts";
import type { RepositoryAt } from "../github/repository-at.ts";

/** Is what GitHub says of a run and its jobs, asked for once for many attempts. */
export interface KnownRuns {
  readonly of: (call: CallGitHub, repository: RepositoryAt, run: number) => Promise<KnownRun>;
}

/** Holds a run of GitHub with its jobs. */
export interface KnownRun {
  readonly facts: GitHubRunFacts | undefined;
  readonly jobs: ReadonlyMap<number, JobAnswer>;
}

/**
 * A matrix has 256 jobs that are admitted one after another: who asks for each of them spends what is to register runners.
 * A job that was canceled since gets a runner that ends without it.
 */
const freshMilliseconds = 10_000;

const mostKept = 200;

/** Returns an empty store of runs. */
export function knownRuns(clock: () => Date): KnownRuns {
  const kept = new Map<string, { readonly until: number; readonly run: Promise<KnownRun> }>();
  return {
    of: (call, repository, id) => {
      const key = `${repository.fullName} ${id}`;
      const now = clock();
      const known = kept.get(key);
      if (known !== undefined && known.until > now.getTime()) return known.run;
      const run = read(call, repository, { id, now });
      kept.delete(key);
      kept.set(key, { until: now.getTime() + freshMilliseconds, run });
      const [oldest] = kept.keys();
      if (kept.size > mostKept && oldest !== undefined) kept.delete(oldest);
      run.catch(() => {
        if (kept.get(key)?.run === run) kept.delete(key);
      });
      return run;
    },
  };
}

async function read(
  call: CallGitHub,
  repository: RepositoryAt,
  { id, now }: { readonly id: number; readonly now: Date },
): Promise<KnownRun> {
  const facts = await readRunFacts(call, repository, id);
  const jobs = facts === undefined ? [] : await readJobs(call, repository, { run: id, now });
  return { facts, jobs: new Map(jobs.map((job) => [job.facts.id, job])) };
}
