import type { PlacementOutcome, PlacementState } from "@debootc/core/fleet/placement-state";
import { sql } from "kysely";
import type { Database, Queries } from "../database/database.ts";
import { endPlacements } from "./end-placements.ts";
import { lostAfterSeconds } from "./free-hosts.ts";
import { endDraining } from "./hosts.ts";

/** Bounds how long a placement may stay in a state, in seconds. */
const patience = {
  /** An agent that has a free slot asks all the time. */
  placed: 30,
  /** A replica of the hub that registers a runner was killed if it takes so long. */
  registering: 120,
  /** A task that ended gives its runner so long to end by itself. */
  over: 120,
};

/**
 * Ends placements that do not go on, as far as the hub knows that by itself: of hosts that were silent for too long, of hosts
 * that do not ask, and of tasks that have ended. Hosts that drain are disabled once they have none left. To be called by one
 * replica at a time. Returns how many placements ended.
 */
export async function endStale({ queries, transact }: Database, now: Date): Promise<number> {
  let ended = 0;
  for (const host of await silentHosts(queries, now)) {
    ended += await transact((trx) => loseHost(trx, host, now));
  }
  for (const { outcome, states, find, message } of staleKinds) {
    const rows = await find(queries, now).execute();
    const ids = rows.map(({ id }) => id);
    // What has gone on since it was found is left alone.
    const which = { ids, ...(states === undefined ? {} : { states }) };
    ended += (await transact((trx) => endPlacements(trx, which, { outcome, at: now, message }))).length;
  }
  await transact((trx) => endDraining(trx, now));
  return ended;
}

async function silentHosts(queries: Queries, now: Date): Promise<readonly number[]> {
  const rows = await queries
    .selectFrom("host")
    .innerJoin("placement", "placement.host_id", "host.id")
    .select("host.id")
    .distinct()
    .where("placement.state", "<>", "ended")
    .where("host.seen_at", "<=", before(now, lostAfterSeconds))
    .execute();
  return rows.map(({ id }) => id);
}

/** Fences off the agent of a host, which may come back, and gives up what it has. */
async function loseHost(queries: Queries, id: number, now: Date): Promise<number> {
  const lost = await queries
    .updateTable("host")
    .set({ term: sql<number>`term + 1` })
    .where("id", "=", id)
    .where("seen_at", "<=", before(now, lostAfterSeconds))
    .executeTakeFirst();
  if (lost.numUpdatedRows === 0n) return 0;
  const message = `the host was silent for ${lostAfterSeconds} seconds`;
  const ended = await endPlacements(queries, { host: id }, { outcome: "host-lost", at: now, message });
  return ended.length;
}

interface StaleKind {
  readonly outcome: PlacementOutcome;
  readonly message?: string;
  /** All if absent. */
  readonly states?: readonly PlacementState[];
  readonly find: (queries: Queries, now: Date) => ReturnType<typeof live>;
}

const staleKinds: readonly StaleKind[] = [
  {
    outcome: "unclaimed",
    states: ["placed"],
    find: (queries, now) =>
      live(queries)
        .where("placement.state", "=", "placed")
        .where("placement.placed_at", "<=", before(now, patience.placed)),
  },
  {
    outcome: "registration-unsure",
    states: ["registering"],
    message: "whoever registered its runner did not go on",
    find: (queries, now) =>
      live(queries)
        .where("placement.state", "=", "registering")
        .where("placement.registering_at", "<=", before(now, patience.registering)),
  },
  {
    outcome: "task-over",
    find: (queries, now) =>
      live(queries).where((is) =>
        is.or([
          is.and([is("placement.state", "=", "placed"), is("attempt.ended_at", "is not", null)]),
          is("attempt.ended_at", "<=", before(now, patience.over)),
        ]),
      ),
  },
];

function live(queries: Queries) {
  return queries
    .selectFrom("placement")
    .innerJoin("attempt", "attempt.label", "placement.label")
    .select("placement.id")
    .where("placement.state", "<>", "ended");
}

function before(now: Date, seconds: number): Date {
  return new Date(now.getTime() - seconds * 1000);
}
