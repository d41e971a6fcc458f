import { type PlacementOutcome, placementOutcomes, isTry } from "@debootc/core/fleet/placement-state";
import type { FreeHost, WaitingTask } from "@debootc/core/fleet/place-tasks";
import type { Queries } from "../database/database.ts";
import { freeHosts } from "./free-hosts.ts";
import { withWarmHosts } from "./with-warm-hosts.ts";

/** Is an attempt that waits for a host, with its task. */
export interface Waiting extends WaitingTask {
  readonly task: number;
}

/** Holds all that decides which host gets which attempt. */
export interface Placing {
  readonly hosts: readonly FreeHost[];
  /** Empty while no host has a free slot. */
  readonly tasks: readonly Waiting[];
}

/** Reads it: the one place where placing reads more than what it writes. */
export async function readPlacing(queries: Queries, now: Date): Promise<Placing> {
  const hosts = await freeHosts(queries, now);
  if (!hosts.some(({ slots, busy }) => busy < slots)) return { hosts, tasks: [] };
  const tried = await hostsOfTries(queries);
  const attempts = await waitingAttempts(queries, now);
  const tasks = attempts.map(({ label, task_id, assigned_at, arch, runs_on, priority }) => ({
    ...{ label, needs: runs_on, priority, waitsSince: assigned_at, task: task_id },
    ...(arch === null ? {} : { arch }),
    triedOn: tried.get(task_id) ?? [],
  }));
  return { hosts, tasks: await withWarmHosts(queries, tasks) };
}

/** So many attempts are looked at once; the rest is in the next round. */
const mostWaiting = 5000;

async function waitingAttempts(queries: Queries, now: Date) {
  return queries
    .selectFrom("attempt")
    .innerJoin("task", "task.id", "attempt.task_id")
    .innerJoin("run", "run.id", "task.run_id")
    .innerJoin("repository", "repository.id", "run.repository_id")
    .innerJoin("installation", "installation.id", "repository.installation_id")
    .select([
      "attempt.label",
      "attempt.task_id",
      "attempt.assigned_at",
      "task.arch",
      "task.runs_on",
      "run.priority",
    ])
    .where("attempt.ended_at", "is", null)
    .where("attempt.started_at", "is", null)
    .where("attempt.github_job_id", "is not", null)
    .where((is) => is.or([is("attempt.place_after", "is", null), is("attempt.place_after", "<=", now)]))
    .where("task.on_fleet", "=", true)
    .where("task.state", "=", "ASSIGNED")
    .where("run.state", "=", "OPEN")
    .where("repository.state", "=", "active")
    .where("installation.state", "=", "active")
    .where((is) =>
      is.not(
        is.exists(
          is
            .selectFrom("placement")
            .select("placement.id")
            .whereRef("placement.label", "=", "attempt.label")
            .where("placement.settled_at", "is", null),
        ),
      ),
    )
    .orderBy("run.priority", "desc")
    .orderBy("attempt.assigned_at")
    .limit(mostWaiting)
    .execute();
}

const outcomesOfTries = (Object.keys(placementOutcomes) as PlacementOutcome[]).filter(isTry);

/** Returns for each task that waits the hosts on which a try at it has ended, in this attempt or in an earlier one. */
async function hostsOfTries(queries: Queries): Promise<ReadonlyMap<number, readonly number[]>> {
  const tries = await queries
    .selectFrom("task")
    .innerJoin("attempt", "attempt.task_id", "task.id")
    .innerJoin("placement", "placement.label", "attempt.label")
    .select(["task.id", "placement.host_id"])
    .distinct()
    .where("task.state", "=", "ASSIGNED")
    .where("task.on_fleet", "=", true)
    .where("placement.outcome", "in", outcomesOfTries)
    .execute();
  const byTask = Map.groupBy(tries, ({ id }) => id);
  return new Map([...byTask].map(([task, hosts]) => [task, hosts.map(({ host_id }) => host_id)]));
}
