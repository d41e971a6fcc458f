import type { HubAccess } from "@debootc/core/request/orchestrator/hub-fields";
import type { Reporter } from "@debootc/core/event/event";
import { setTimeout as sleep } from "node:timers/promises";
import type { GitHubControl } from "../github/github-control.ts";
import type { RunDetails, RunReader } from "../runs/run-reader.ts";
import { githubStory } from "./github-story.ts";
import { type Change, hubChanges } from "./hub-changes.ts";
import { runStory } from "./run-story.ts";
import { TaskLogs } from "./task-logs.ts";

interface Followed {
  readonly access: HubAccess;
  readonly github: GitHubControl;
  readonly repository: string;
  readonly runs: RunReader;
  readonly logFile: (name: string) => string;
  readonly reporterOf: (node: string) => Reporter;
  readonly now: () => number;
  readonly signal: AbortSignal;
}

const pauseMs = 1000;

/** Tells what happens at the hub and at GitHub until the signal; a part that does not answer is asked again. */
export async function followSession(followed: Followed): Promise<void> {
  await Promise.all([followHub(followed), followGitHub(followed)]);
}

async function followHub(followed: Followed): Promise<void> {
  const { access, runs, reporterOf, now, signal } = followed;
  await using logs = new TaskLogs(followed);
  const story = runStory({ reporterOf, now });
  const known = new Map<number, RunDetails>();
  for await (const change of hubChanges(access, signal)) {
    const details = await untilAnswered(() => detailsFor(change, runs, known), signal);
    if (details === undefined) return;
    const isRunning = change.task !== null && change.to === "RUNNING";
    const runner = isRunning ? await runs.runnerOf(change.task ?? 0).catch(() => undefined) : undefined;
    const task = details.tasks.find(({ id }) => id === change.task);
    const log = task && logs.fileOf(task);
    story.tell(change, { details, runner, log });
    if (task !== undefined && change.to === "RUNNING") logs.follow(`task-${task.id}`, task);
  }
}

/** What is known of a run is read anew where a change may have brought tasks, attempts or a reason. */
async function detailsFor(
  change: Change,
  runs: RunReader,
  known: Map<number, RunDetails>,
): Promise<RunDetails> {
  const before = known.get(change.run);
  if (before !== undefined && change.to === "RUNNING") return before;
  const details = await runs.run(change.run);
  known.set(change.run, details);
  return details;
}

async function followGitHub({ github, repository, reporterOf, signal }: Followed): Promise<void> {
  const story = githubStory(reporterOf);
  while (!signal.aborted) {
    try {
      story.tell(await github.ledger(), await github.releases(repository));
    } catch {
      // Its end is told by whoever started it.
    }
    await sleep(pauseMs, undefined, { signal }).catch(() => {});
  }
}

async function untilAnswered<T>(ask: () => Promise<T>, signal: AbortSignal): Promise<T | undefined> {
  while (!signal.aborted) {
    try {
      return await ask();
    } catch {
      await sleep(pauseMs, undefined, { signal }).catch(() => {});
    }
  }
  return undefined;
}
