import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { join } from "node:path";
import type { JobMessage } from "../state/job-message.ts";
import { fetchFile } from "./fetch-file.ts";
import { jobLog } from "./job-log.ts";
import type { LocalRepository } from "./local-repositories.ts";
import { minutesOf } from "./job-workflow.ts";
import { runAct } from "./run-act.ts";
import { type Ending, Refused, runnerClient, type RunnerClient } from "./runner-client.ts";
import { readRunnerSettings } from "./runner-settings.ts";

/** Says how a runner works. */
export interface RunnerRequest {
  readonly jitConfig: string;
  readonly act: string;
  /** An empty directory, in which it works. */
  readonly directory: string;
  /** The environment of jobs. */
  readonly env: Readonly<Record<string, string>>;
  readonly repositories: readonly LocalRepository[];
  readonly print: (line: string) => void;
  /** Cancels the job, or stops waiting for one. */
  readonly signal: AbortSignal;
}

/** Connects as the runner of a just-in-time configuration, does one job, and returns its conclusion; undefined without a job. */
export async function runRunner(request: RunnerRequest): Promise<Ending["conclusion"] | undefined> {
  const { print, signal } = request;
  const settings = readRunnerSettings(request.jitConfig);
  const client = runnerClient(settings);
  await client.open();
  print(`act-runner: ${settings.name} is connected to ${settings.serverUrl}, listening for jobs`);
  const message = await nextJob(client, signal);
  if (message === undefined) {
    await client.close().catch(() => {});
    print("act-runner: it was stopped before there was a job");
    return undefined;
  }
  print(`act-runner: running job: ${message.job.name}`);
  const { conclusion, ...rest } = await work(client, message, settings.workFolder, request);
  await client.complete(message.job.id, { conclusion, ...rest });
  print(`act-runner: job ${message.job.name} completed with result: ${conclusion}`);
  return conclusion;
}

async function nextJob(client: RunnerClient, signal: AbortSignal): Promise<JobMessage | undefined> {
  while (!signal.aborted)
    try {
      const message = await client.next(signal);
      if (message !== undefined) return message;
    } catch (error) {
      if (!signal.aborted) throw error;
    }
  return undefined;
}

async function work(
  client: RunnerClient,
  message: JobMessage,
  folder: string,
  request: RunnerRequest,
): Promise<Ending> {
  const { signal, env } = request;
  const { id } = message.job;
  const log = jobLog(client, id, (error) =>
    request.print(`act-runner: cannot send the log: ${String(error)}`),
  );
  const print = (line: string) => {
    request.print(line);
    log.print(line);
  };
  const done = new AbortController();
  const cancelled = new AbortController();
  const renewals = renew(client, id, done.signal, () => cancelled.abort());
  await mkdir(join(request.directory, folder), { recursive: true });
  const directory = await mkdtemp(join(request.directory, folder, "job-"));
  try {
    const fetched = { directory: join(directory, "workspace"), env };
    const text = await fetchFile(message, message.workflow.path, fetched);
    const minutes = minutesOf(text, message);
    const timer = setTimeout(() => {
      print(`##[error]The job has exceeded the maximum execution time of ${minutes}m0s`);
      cancelled.abort();
    }, minutes * 60_000);
    return await runAct(text, message, {
      ...{ act: request.act, directory, env, print, repositories: request.repositories },
      signal: AbortSignal.any([signal, cancelled.signal]),
    }).finally(() => clearTimeout(timer));
  } catch (error) {
    print(`##[error]${error instanceof Error ? error.message : String(error)}`);
    return { conclusion: "failure", outputs: {} };
  } finally {
    done.abort();
    await renewals;
    await log.close();
    await rm(directory, { recursive: true, force: true });
  }
}

/** Says that the job goes on, and hears whether it is cancelled, or is no longer its job. */
async function renew(
  client: RunnerClient,
  job: number,
  done: AbortSignal,
  cancel: () => void,
): Promise<void> {
  let isCancelled = false;
  while (!done.aborted)
    try {
      if (await client.renew(job, done)) {
        if (!isCancelled) cancel();
        isCancelled = true;
        // What is cancelled is answered at once from then on.
        await new Promise<void>((resolve) => {
          const timer = setTimeout(resolve, 10_000);
          done.addEventListener("abort", () => {
            clearTimeout(timer);
            resolve();
          });
        });
      }
    } catch (error) {
      if (done.aborted) return;
      if (error instanceof Refused) {
        cancel();
        return;
      }
    }
}
