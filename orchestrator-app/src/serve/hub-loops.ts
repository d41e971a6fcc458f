import type { Database } from "../database/database.ts";
import { handleDelivery } from "../events/handle-delivery.ts";
import { pumpDeliveries } from "../intake/pump-deliveries.ts";
import type { Log } from "../log/log.ts";
import { assignTasks } from "../runs/assign-tasks.ts";
import { endOverdue } from "../runs/end-overdue.ts";
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
  /** Begins the next round of a loop at once. */
  readonly wake: (name: string) => void;
}

/** Lists the work of a hub that needs its database only: what every replica does, and what only the leader does. */
export function hubLoops(context: LoopContext): LoopPlan[] {
  const { database, leadership, clock, log, randomWord, mostActive, wake } = context;
  return [
    leadership.plan(),
    {
      name: "deliveries",
      every: 1000,
      round: async (signal) => {
        const handled = await pumpDeliveries({ database, handle: handleDelivery, clock, log, signal });
        if (handled > 0) for (const name of ["planning", "assign", "outgoing"]) wake(name);
        return handled > 0;
      },
    },
    leadership.only({
      name: "assign",
      every: 1000,
      round: async () => {
        const assigned = await assignTasks(database, { now: clock(), mostActive, randomWord });
        if (assigned > 0) wake("outgoing");
        return assigned > 0;
      },
    }),
    leadership.only({
      name: "overdue",
      every: 10_000,
      round: async () => {
        const ended = await endOverdue(database, clock());
        if (ended > 0) wake("assign");
        return false;
      },
    }),
  ];
}
