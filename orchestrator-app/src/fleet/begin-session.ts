import type { SessionRequest } from "@debootc/core/fleet/agent-messages";
import { sql } from "kysely";
import type { Queries } from "../database/database.ts";
import type { HostRow } from "../database/fleet-tables.ts";
import { endPlacements } from "./end-placements.ts";
import { noteHostCache } from "./note-caches.ts";

/** Says what a new session of a host found. */
export interface Begun {
  readonly host: HostRow;
  /** The orders that the agent has to end: the hub gave them up, or never gave them to this host. */
  readonly end: readonly string[];
}

/**
 * Begins a session of a host: a higher term fences off whatever an earlier agent still says. Orders that the agent still has
 * go on in the new session; all others of the host are lost with the earlier agent. To be called in a transaction.
 */
export async function beginSession(
  queries: Queries,
  { id }: Pick<HostRow, "id">,
  { host: { caches, ...report }, orders }: SessionRequest,
  now: Date,
): Promise<Begun> {
  const host = await queries
    .updateTable("host")
    .set({
      ...{ report: JSON.stringify(report), load: null, seen_at: now, session_at: now },
      term: sql<number>`term + 1`,
    })
    .where("id", "=", id)
    .returningAll()
    .executeTakeFirstOrThrow();
  await noteHostCache(queries, id, caches);
  const live = await queries
    .selectFrom("placement")
    .select(["id", "state"])
    .where("host_id", "=", id)
    .where("state", "<>", "ended")
    .execute();
  const has = new Set(orders);
  const lost = live.filter((one) => !has.has(one.id) || !reached.has(one.state)).map((one) => one.id);
  await endPlacements(queries, { ids: lost }, { outcome: "session-ended", at: now });
  await queries
    .updateTable("placement")
    .set({ host_term: host.term })
    .where("host_id", "=", id)
    .where("state", "<>", "ended")
    .execute();
  const kept = new Set(live.filter((one) => !lost.includes(one.id)).map((one) => one.id));
  return { host, end: orders.filter((order) => !kept.has(order)) };
}

/** Only in these states an agent can have the order. */
const reached: ReadonlySet<string> = new Set(["ordered", "started"]);
