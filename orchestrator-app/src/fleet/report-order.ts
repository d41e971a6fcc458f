import { DebootcError } from "@debootc/core/error/debootc-error";
import type { OrderReport } from "@debootc/core/fleet/agent-messages";
import { type Expression, sql, type SqlBool } from "kysely";
import type { Queries } from "../database/database.ts";
import type { HostRow, PlacementRow } from "../database/fleet-tables.ts";
import { noteUsedCache } from "./note-caches.ts";

/**
 * Takes what a host says of one of its orders. A report of an order that has ended changes nothing, nor does one that comes
 * twice. Whether the job of an order that ended was done is for GitHub to say, so that nothing else changes here. Returns
 * whether it changed something. Throws `not-found`.
 */
export async function reportOrder(
  queries: Queries,
  host: HostRow,
  { id, now }: { readonly id: string; readonly now: Date },
  report: OrderReport,
): Promise<boolean> {
  const placement = await queries
    .selectFrom("placement")
    .selectAll()
    .where("id", "=", id)
    .where("host_id", "=", host.id)
    .executeTakeFirst();
  if (placement === undefined) {
    throw new DebootcError("not-found", `host ${host.name} was never given an order ${id}`);
  }
  // Of a session that has ended since it was looked at, nothing counts.
  const current = { ...placement, host_term: host.term };
  if (report.state === "started") return noteStart(queries, current, now);
  return noteEnd(queries, current, report, now);
}

async function noteStart(queries: Queries, { id, host_term }: PlacementRow, now: Date): Promise<boolean> {
  const started = await queries
    .updateTable("placement")
    .set({ state: "started", started_at: now })
    .where("id", "=", id)
    .where("host_term", "=", host_term)
    .where("state", "=", "ordered")
    .executeTakeFirst();
  return started.numUpdatedRows > 0n;
}

async function noteEnd(
  queries: Queries,
  { id, host_id, host_term, label, runner_name }: PlacementRow,
  { exit, statistics, used = [] }: OrderReport,
  now: Date,
): Promise<boolean> {
  const isGood = exit?.code === 0 && exit.failure === undefined;
  const ended = await queries
    .updateTable("placement")
    .set({
      ...{ state: "ended", outcome: isGood ? "done" : "failed", ended_at: now },
      message: exit?.failure?.message ?? null,
      exit: exit === undefined ? null : JSON.stringify(exit),
      statistics: statistics === undefined ? null : JSON.stringify(statistics),
      // GitHub removes the runner of a job that has ended; a sweep looks whether it did.
      settled_at: sql<Date | null>`case when ${jobEnded(label, runner_name)} then ${now}::timestamptz end`,
    })
    .where("id", "=", id)
    .where("host_term", "=", host_term)
    .where("state", "in", ["ordered", "started"])
    .executeTakeFirst();
  if (ended.numUpdatedRows === 0n) return false;
  if (isGood) await noteUsedCache(queries, { host_id, label }, used);
  const counter = isGood ? "orders_done" : "orders_failed";
  await queries
    .updateTable("host")
    .set({ [counter]: sql<number>`${sql.ref(counter)} + 1` })
    .where("id", "=", host_id)
    .execute();
  return true;
}

/** Says whether GitHub has reported the end of the job, and that this very runner had it. */
function jobEnded(label: string, runner: string | null): Expression<SqlBool> {
  return sql<boolean>`exists (
    select from attempt join task on task.id = attempt.task_id
    where attempt.label = ${label} and attempt.runner = ${runner}
      and (task.state = 'COMPLETED' and task.attempt = attempt.number or attempt.failure->>'code' = 'job-failed')
  )`;
}
