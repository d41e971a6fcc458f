import type { PlacementOutcome } from "@debootc/core/fleet/placement-state";
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
  /** GitHub gives a job to a runner within a minute, or takes it back from one that is deaf. */
  started: 300,
  /** A task that ended gives its runner so long to end by itself. */
  over: 120,
};

/**
 * Ends placements that do not go on: of hosts that were silent for too long, of hosts that do not ask, of runners that take no
 * job, and of tasks that have ended. Hosts that drain are disabled once they have none left. To be called by one replica at
 * a time. Returns how many placements ended.
 */
export async function endStale({ queries, transact }: Database, now: Date): Promise<number> {
  let ended = 0;
  for (const host of await silentHosts(queries, now)) {
    ended += await transact((trx) => loseHost(trx, host, now));
  }
  for (const { outcome, find, message } of staleKinds) {
    const rows = await find(queries, now).execute();
    const ids = rows.map(({ id }) => id);
    ended += (await transact((trx) => endPlacements(trx, { ids }, { outcome, at: now, message }))).length;
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
  readonly find: (queries: Queries, now: Date) => ReturnType<typeof live>;
}

const staleKinds: readonly StaleKind[] = [
  {
    outcome: "unclaimed",
    find: (queries, now) =>
      live(queries)
        .where("placement.state", "=", "placed")
        .where("placement.placed_at", "<=", before(now, patience.placed)),
  },
  {
    outcome: "registration-unsure",
    message: "whoever registered its runner did not go on",
    find: (queries, now) =>
      live(queries)
        .where("placement.state", "=", "registering")
        .where("placement.registering_at", "<=", before(now, patience.registering)),
  },
  {
    outcome: "failed",
    message: `its runner took no job within ${patience.started / 60} minutes`,
    find: (queries, now) =>
      live(queries)
        .where("placement.state", "in", ["ordered", "started"])
        .where("placement.ordered_at", "<=", before(now, patience.started))
        .where("attempt.started_at", "is", null)
        .where("attempt.ended_at", "is", null),
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
