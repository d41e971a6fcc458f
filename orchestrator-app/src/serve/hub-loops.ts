import type { Database } from "../database/database.ts";
import { handleDelivery } from "../events/handle-delivery.ts";
import { endStale } from "../fleet/end-stale.ts";
import { placeWaiting } from "../fleet/place-waiting.ts";
import { wakePlaced } from "../fleet/wake-placed.ts";
import type { WaitingHosts } from "../fleet/waiting-hosts.ts";
import { pumpDeliveries } from "../intake/pump-deliveries.ts";
import type { Log } from "../log/log.ts";
import { assignTasks } from "../runs/assign-tasks.ts";
import { endOverdue } from "../runs/end-overdue.ts";
import { keepPglite } from "../store/keep-pglite.ts";
import { pruneRows, type Retention } from "../store/prune-rows.ts";
import { hubTableNames } from "../upkeep/hub-tables.ts";
import type { Leadership } from "./leadership.ts";
import type { LoopPlan } from "./loop.ts";

interface LoopContext {
  readonly database: Database;
  readonly leadership: Leadership;
  readonly clock: () => Date;
  readonly log: Log;
  /** Returns a new random word of lower-case letters and digits. */
  readonly randomWord: () => string;
  /** How many tasks may be under way at once. */
  readonly mostActive: number;
  /** The hosts that wait for an order at this replica. */
  readonly waiting: WaitingHosts;
  readonly kept: Retention;
  /** Begins the next round of a loop at once. */
  readonly wake: (name: string) => void;
}

/** Lists the work of a hub that needs its database only: what every replica does, and what only the leader does. */
export function hubLoops(context: LoopContext): LoopPlan[] {
  const { database, leadership, clock, log, randomWord, mostActive, kept, wake } = context;
  return [
    ...fleetLoops(context),
    leadership.plan(),
    {
      name: "deliveries",
      every: 1000,
      round: async (signal) => {
        const handled = await pumpDeliveries({ database, handle: handleDelivery, clock, log, signal });
        if (handled > 0)
          for (const name of ["planning", "assign", "outgoing", "place", "artifacts", "releases"]) wake(name);
        return handled > 0;
      },
    },
    leadership.only({
      name: "assign",
      every: 1000,
      round: async (fenced) => {
        const assigned = await assignTasks(fenced, { now: clock(), mostActive, randomWord });
        if (assigned > 0) wake("outgoing");
        return assigned > 0;
      },
    }),
    leadership.only({
      name: "overdue",
      every: 10_000,
      round: async (fenced) => {
        const ended = await endOverdue(fenced, clock());
        if (ended > 0) wake("assign");
        return false;
      },
    }),
    ...upkeepOf(database),
    leadership.only({
      name: "prune",
      every: 600_000,
      round: async (fenced) => pruneRows(fenced, kept, clock()),
    }),
  ];
}

/** Lists the work of the fleet that needs the database only. */
function fleetLoops({ database, leadership, clock, randomWord, waiting, wake }: LoopContext): LoopPlan[] {
  return [
    leadership.only({
      name: "place",
      every: 1000,
      round: async (fenced) => {
        const hosts = await placeWaiting(fenced, { now: clock(), randomWord });
        waiting.wake(hosts);
        return hosts.length > 0;
      },
    }),
    {
      // What another replica has placed is seen by this one only so.
      name: "orders",
      every: 250,
      round: async () => {
        await wakePlaced(database.queries, waiting);
        return false;
      },
    },
    leadership.only({
      name: "hosts",
      every: 5000,
      round: async (fenced) => {
        const ended = await endStale(fenced, clock());
        if (ended > 0) for (const name of ["settle", "place"]) wake(name);
        return false;
      },
    }),
  ];
}

function upkeepOf(database: Database): LoopPlan[] {
  if (database.kind !== "pglite") return [];
  const keep = keepPglite(database);
  return [
    {
      name: "upkeep",
      every: 5000,
      round: async () => {
        await keep(hubTableNames);
        return false;
      },
    },
  ];
}
