import type { ServeSettings } from "@debootc/core/hub/serve-settings";
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
  readonly settings: ServeSettings;
  readonly outside: {
    readonly clock: () => Date;
    readonly randomWord: () => string;
    readonly log: Log;
  };
  readonly leadership: Leadership;
  /** Begins the next round of a loop at once. */
  readonly wake: (name: string) => void;
}

/** Lists the work of a hub: what every replica does, and what only the leader does. */
export function hubLoops({ database, settings, outside, leadership, wake }: LoopContext): LoopPlan[] {
  const { clock, log, randomWord } = outside;
  return [
    leadership.plan(),
    {
      name: "deliveries",
      every: 1000,
      round: async (signal) => {
        const handled = await pumpDeliveries({ database, handle: handleDelivery, clock, log, signal });
        if (handled > 0) wake("assign");
        return handled > 0;
      },
    },
    leadership.only({
      name: "assign",
      every: 1000,
      round: async () => {
        const assigned = await assignTasks(database, {
          now: clock(),
          mostActive: settings.mostActive,
          randomWord,
        });
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
