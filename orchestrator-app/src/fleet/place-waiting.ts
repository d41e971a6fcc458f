import { type Pairing, placeTasks, type WaitingTask } from "@debootc/core/fleet/place-tasks";
import { sql } from "kysely";
import type { Database, Queries } from "../database/database.ts";
import type { HostRow } from "../database/fleet-tables.ts";
import { freeHosts, isAlive } from "./free-hosts.ts";

interface Placing {
  readonly now: Date;
  /** Returns a new random word of lower-case letters and digits. */
  readonly randomWord: () => string;
}

interface Waiting extends WaitingTask {
  readonly task: number;
}

/** So many attempts are looked at once; the rest is in the next round. */
const mostWaiting = 5000;

/**
 * Gives attempts whose jobs wait at GitHub to hosts with free slots. To be called by one replica at a time. Returns the hosts
 * that got something.
 */
export async function placeWaiting(
  { queries, transact }: Database,
  placing: Placing,
): Promise<readonly number[]> {
  const hosts = await freeHosts(queries, placing.now);
  if (!hosts.some(({ slots, busy }) => busy < slots)) return [];
  const pairs = placeTasks(await waitingTasks(queries, placing.now), hosts);
  if (pairs.length === 0) return [];
  return transact((trx) => write(trx, pairs, placing));
}

async function waitingTasks(queries: Queries, now: Date): Promise<Waiting[]> {
  const rows = await queries
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
  return rows.map(({ label, task_id, assigned_at, arch, runs_on, priority }) => ({
    ...{ label, needs: runs_on, priority, waitsSince: assigned_at, task: task_id },
    ...(arch === null ? {} : { arch }),
  }));
}

/** Writes the pairs that still hold: the rows of the hosts are locked, in the order of their ids. */
async function write(
  queries: Queries,
  pairs: readonly Pairing<Waiting>[],
  { now, randomWord }: Placing,
): Promise<readonly number[]> {
  const ids = [...new Set(pairs.map(({ host }) => host))];
  const rows = await queries
    .selectFrom("host")
    .selectAll()
    .where("id", "in", ids)
    .orderBy("id")
    .forUpdate()
    .execute();
  const left = await leftSlots(queries, rows, now);
  const terms = new Map(rows.map(({ id, term }) => [id, term]));
  const values = pairs.flatMap(({ task, host }) => {
    const slots = left.get(host) ?? 0;
    if (slots <= 0) return [];
    left.set(host, slots - 1);
    return [
      {
        ...{ id: `${task.task}-${randomWord()}`, label: task.label, host_id: host },
        ...{ host_term: terms.get(host) ?? 0, state: "placed" as const, placed_at: now },
      },
    ];
  });
  if (values.length === 0) return [];
  const written = await queries
    .insertInto("placement")
    .values(values)
    // Somebody else has placed it meanwhile.
    .onConflict((conflict) => conflict.doNothing())
    .returning("host_id")
    .execute();
  return [...new Set(written.map(({ host_id }) => host_id))];
}

async function leftSlots(
  queries: Queries,
  hosts: readonly HostRow[],
  now: Date,
): Promise<Map<number, number>> {
  const counts = await queries
    .selectFrom("placement")
    .select(["host_id", sql<number>`count(*)::int`.as("count")])
    .where(
      "host_id",
      "in",
      hosts.map(({ id }) => id),
    )
    .where("state", "<>", "ended")
    .groupBy("host_id")
    .execute();
  const busy = new Map(counts.map(({ host_id, count }) => [host_id, count]));
  return new Map(
    hosts.map((host): readonly [number, number] => {
      const takes = host.state === "enabled" && isAlive(host, now);
      return [host.id, takes ? (host.report?.slots ?? 0) - (busy.get(host.id) ?? 0) : 0];
    }),
  );
}
