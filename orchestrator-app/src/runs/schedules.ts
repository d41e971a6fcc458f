import { DebootcError } from "@debootc/core/error/debootc-error";
import { Cron } from "croner";
import type { Database, Queries } from "../database/database.ts";
import type { RepositoryRow } from "../database/tables.ts";
import { startRun } from "./start-run.ts";

/** Names a time at which a repository wants a run. */
export interface Schedule {
  /** Unique in the repository. */
  readonly name: string;
  /** Five fields as of cron, in UTC. */
  readonly cron: string;
}

/** Returns when a schedule is due next, after a moment. Throws `hub-file-invalid` for an expression that means never. */
export function nextTime({ name, cron }: Schedule, after: Date): Date {
  const next = new Cron(cron, { timezone: "UTC", paused: true, mode: "5-part" }).nextRun(after);
  if (next !== null) return next;
  throw new DebootcError("hub-file-invalid", `the schedule ${name} is never due: ${cron}`);
}

/** Makes the schedules of a repository those of its configuration. One that did not change stays due when it was. */
export async function setSchedules(
  queries: Queries,
  repositoryId: number,
  schedules: readonly Schedule[],
  now: Date,
): Promise<void> {
  const names = schedules.map(({ name }) => name);
  await queries
    .deleteFrom("schedule")
    .where("repository_id", "=", repositoryId)
    .$if(names.length > 0, (rest) => rest.where("name", "not in", names))
    .execute();
  for (const schedule of schedules) {
    const next = nextTime(schedule, now);
    await queries
      .insertInto("schedule")
      .values({ repository_id: repositoryId, name: schedule.name, cron: schedule.cron, next_at: next })
      .onConflict((conflict) =>
        conflict
          .columns(["repository_id", "name"])
          .doUpdateSet({ cron: schedule.cron, next_at: next })
          .where("schedule.cron", "<>", schedule.cron),
      )
      .execute();
  }
}

interface Starting {
  readonly now: Date;
  /** Returns the commit at the head of the default branch; undefined if there is none. */
  readonly headOf: (repository: RepositoryRow) => Promise<string | undefined>;
}

/**
 * Starts the runs that are due. Of times that passed while no hub ran, only the first counts. A repository whose head
 * cannot be read stays due: what its reading failed by is thrown when all others are done. Returns how many runs were started.
 */
export async function startScheduled(
  { queries, transact }: Database,
  { now, headOf }: Starting,
): Promise<number> {
  const due = await queries
    .selectFrom("schedule")
    .innerJoin("repository", "repository.id", "schedule.repository_id")
    .innerJoin("installation", "installation.id", "repository.installation_id")
    .selectAll("repository")
    .select(["schedule.name", "schedule.cron", "schedule.next_at"])
    .where("schedule.next_at", "<=", now)
    .where("repository.state", "=", "active")
    .where("installation.state", "=", "active")
    .orderBy("schedule.next_at")
    .limit(100)
    .execute();
  const failures: unknown[] = [];
  let started = 0;
  for (const { name, cron, next_at: dueAt, ...repository } of due) {
    let sha: string | undefined;
    try {
      sha = await headOf(repository);
    } catch (error) {
      failures.push(error);
      continue;
    }
    const isNew = await transact(async (trx) => {
      const moved = await trx
        .updateTable("schedule")
        .set({ next_at: nextTime({ name, cron }, now) })
        .where("repository_id", "=", repository.id)
        .where("name", "=", name)
        .where("next_at", "=", dueAt)
        .executeTakeFirst();
      // Another replica was quicker, or nothing was ever pushed.
      if (moved.numUpdatedRows === 0n || sha === undefined) return false;
      const run = await startRun(trx, {
        repositoryId: repository.id,
        causeKey: `schedule:${name}:${dueAt.toISOString()}`,
        cause: "schedule",
        ref: `refs/heads/${repository.default_branch}`,
        sha,
        configSha: sha,
        actor: `schedule ${name}`,
        at: now,
      });
      return run.isNew;
    });
    if (isNew) started++;
  }
  if (failures.length > 0) throw failures[0];
  return started;
}
