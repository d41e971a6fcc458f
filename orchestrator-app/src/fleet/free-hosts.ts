import type { FreeHost } from "@debootc/core/fleet/place-tasks";
import { sql } from "kysely";
import type { Queries } from "../database/database.ts";
import type { HostRow } from "../database/fleet-tables.ts";

/** Says how often the agent of a host tells that it lives, in seconds. */
export const heartbeatSeconds = 15;

/** Says how long a host may be silent, in seconds, before it loses what it has to others. */
export const lostAfterSeconds = 60;

/** Nothing new is given to a host that was silent for so long, in seconds: two of its heartbeats are missing. */
const quietSeconds = 40;

/** Returns whether a host has a session and was heard of lately. */
export function isAlive({ seen_at, report }: Pick<HostRow, "seen_at" | "report">, now: Date): boolean {
  return report !== null && seen_at !== null && now.getTime() - seen_at.getTime() < quietSeconds * 1000;
}

/** Returns all hosts that have had a session, as far as it decides what they get. */
export async function freeHosts(
  queries: Queries,
  now: Date,
): Promise<(FreeHost & { readonly name: string })[]> {
  const rows = await queries
    .selectFrom("host")
    .leftJoin("placement", (join) =>
      join.onRef("placement.host_id", "=", "host.id").on("placement.state", "<>", "ended"),
    )
    .select(["host.id", "host.name", "host.state", "host.report", "host.load", "host.seen_at"])
    .select(sql<number>`count(placement.id)::int`.as("orders"))
    .where("host.state", "<>", "removed")
    .where("host.report", "is not", null)
    .groupBy("host.id")
    .orderBy("host.id")
    .execute();
  return rows.flatMap(({ id, name, state, report, load, seen_at, orders }) =>
    report === null
      ? []
      : [
          {
            ...{ id, name, state, isAlive: isAlive({ seen_at, report }, now), slots: report.slots },
            ...{ arches: report.arches, labels: report.labels },
            // What has ended for the hub may still be cleaned up there.
            busy: Math.max(orders, load?.orders ?? 0),
          },
        ],
  );
}
