import { type RunState, runStates, isRunOver } from "@debootc/core/task/run-state";
import { sql } from "kysely";
import type { Database, Queries } from "../database/database.ts";
import { pruneLogs } from "../task-log/prune-logs.ts";

/** Says for how many days things are kept after their end. */
export interface Retention {
  readonly keepBodies: number;
  readonly keepDeliveries: number;
  readonly keepAnswers: number;
  readonly keepLogs: number;
  /** Runs are kept for ever without it. */
  readonly keepRuns?: number | undefined;
}

/** So much is removed in one transaction, so that nobody waits for it for long. */
const mostRows = 500;
const usualRuns = { runs: 20, tasks: 1000 };

/** Removes some of what is older than it is kept. Returns whether there may be more. */
export async function pruneRows({ transact }: Database, kept: Retention, now: Date): Promise<boolean> {
  const before = (days: number) => new Date(now.getTime() - days * 86_400_000);
  const { keepRuns } = kept;
  const isMore = [
    await transact((trx) => clearBodies(trx, before(kept.keepBodies), now)),
    await transact((trx) => pruneDeliveries(trx, before(kept.keepDeliveries))),
    await transact((trx) => pruneAnswers(trx, before(kept.keepAnswers))),
    (await transact((trx) => pruneLogs(trx, { before: before(kept.keepLogs) }))) > 0,
    keepRuns !== undefined && (await transact((trx) => pruneRuns(trx, before(keepRuns)))),
  ];
  return isMore.includes(true);
}

const cursorName = "cleared-bodies";

/** Goes on where it ended the last time, since no index tells rows with a body from others. */
async function clearBodies(trx: Queries, before: Date, now: Date): Promise<boolean> {
  const cursor = await trx
    .selectFrom("cursor")
    .select("value")
    .where("name", "=", cursorName)
    .executeTakeFirst();
  const rows = await trx
    .selectFrom("delivery")
    .select(["guid", "received_at"])
    .where("received_at", "<", before)
    .where("state", "<>", "received")
    .$if(cursor !== undefined, (query) => query.where("received_at", ">=", new Date(cursor?.value ?? 0)))
    .where("body", "is not", null)
    .orderBy("received_at")
    .limit(mostRows)
    .execute();
  const last = rows.at(-1);
  if (last === undefined) return false;
  const guids = rows.map(({ guid }) => guid);
  await trx
    .updateTable("delivery")
    .set({ body: null })
    .where("guid", "in", guids)
    .where("state", "<>", "received")
    .execute();
  const changed = { value: last.received_at.toISOString(), changed_at: now };
  await trx
    .insertInto("cursor")
    .values({ name: cursorName, ...changed })
    .onConflict((conflict) => conflict.column("name").doUpdateSet(changed))
    .execute();
  return rows.length === mostRows;
}

async function pruneDeliveries(trx: Queries, before: Date): Promise<boolean> {
  const { numDeletedRows } = await trx
    .deleteFrom("delivery")
    .where("guid", "in", (from) =>
      from
        .selectFrom("delivery")
        .select("guid")
        .where("received_at", "<", before)
        .where("state", "<>", "received")
        .orderBy("received_at")
        .limit(mostRows),
    )
    .where("state", "<>", "received")
    .executeTakeFirst();
  return numDeletedRows === BigInt(mostRows);
}

async function pruneAnswers(trx: Queries, before: Date): Promise<boolean> {
  const { numDeletedRows } = await trx
    .deleteFrom("idempotency")
    .where("key", "in", (from) =>
      from
        .selectFrom("idempotency")
        .select("key")
        .where("created_at", "<", before)
        .orderBy("created_at")
        .limit(mostRows),
    )
    .executeTakeFirst();
  return numDeletedRows === BigInt(mostRows);
}

const overStates = runStates.filter((state: RunState) => isRunOver(state));

/** Removes runs with all that is theirs: first their logs, a share in each round, then as many as have few tasks together. */
export async function pruneRuns(trx: Queries, before: Date, most = usualRuns): Promise<boolean> {
  const due = await dueRuns(trx, before, most.runs);
  if (due.length === 0) return false;
  const ids = await firstRuns(trx, due, most.tasks);
  if ((await pruneLogs(trx, { runs: ids })) > 0) return true;
  await removeRuns(trx, ids);
  return due.length === most.runs || ids.length < due.length;
}

async function dueRuns(trx: Queries, before: Date, most: number): Promise<readonly number[]> {
  const runs = await trx
    .selectFrom("run")
    .select("id")
    .where("state", "in", overStates)
    .where("finished_at", "<", before)
    // A release says for ever what it was made of, and what is stored is first removed from its storage.
    .where((is) => is.not(is.exists(releaseOf(trx))))
    .where((is) => is.not(is.exists(stillStoredOf(trx))))
    .orderBy("id")
    .limit(most)
    .forUpdate()
    .skipLocked()
    .execute();
  return runs.map(({ id }) => id);
}

/** Returns the first of these runs that have no more tasks together, and one in any case. */
async function firstRuns(trx: Queries, ids: readonly number[], most: number): Promise<readonly number[]> {
  const counts = await trx
    .selectFrom("task")
    .select(["run_id", sql<number>`count(*)::int`.as("count")])
    .where("run_id", "in", ids)
    .groupBy("run_id")
    .execute();
  const tasksOf = new Map(counts.map(({ run_id, count }) => [run_id, count]));
  let sum = 0;
  const beyond = ids.findIndex((id, index) => (sum += tasksOf.get(id) ?? 0) > most && index > 0);
  return beyond < 0 ? ids : ids.slice(0, beyond);
}

async function removeRuns(trx: Queries, ids: readonly number[]): Promise<void> {
  // GitHub need not be told any more of what nobody remembers.
  await sql`delete from outgoing where key in (
      select 'check-run:' || id from run where id = any(${ids})
      union all select 'check-task:' || id from task where run_id = any(${ids})
      union all select 'dispatch:' || id from dispatch where run_id = any(${ids})
    )`.execute(trx);
  for (const table of ["change", "artifact"] as const) {
    await trx.deleteFrom(table).where("run_id", "in", ids).execute();
  }
  const tasks = trx.selectFrom("task").select("id").where("run_id", "in", ids);
  const labels = trx.selectFrom("attempt").select("label").where("task_id", "in", tasks);
  await trx.deleteFrom("placement").where("label", "in", labels).execute();
  await trx.deleteFrom("attempt").where("task_id", "in", tasks).execute();
  for (const table of ["task_need", "task", "dispatch"] as const) {
    await trx.deleteFrom(table).where("run_id", "in", ids).execute();
  }
  await trx.deleteFrom("run").where("id", "in", ids).execute();
}

function releaseOf(trx: Queries) {
  return trx.selectFrom("release").select("release.id").whereRef("release.run_id", "=", sql.ref("run.id"));
}

function stillStoredOf(trx: Queries) {
  return trx
    .selectFrom("artifact")
    .select("artifact.id")
    .whereRef("artifact.run_id", "=", sql.ref("run.id"))
    .where("artifact.state", "in", ["wanted", "stored"]);
}
