import { z } from "@hono/zod-openapi";
import { placementStates } from "@debootc/core/fleet/placement-state";
import { hostReportSchema } from "@debootc/core/fleet/host-report";
import { runnerWarning } from "@debootc/core/fleet/runner-version";
import type { HostRow } from "../../database/fleet-tables.ts";
import { isAlive } from "../../fleet/free-hosts.ts";
import type { OrderOfHost } from "../../fleet/list-hosts.ts";
import { timeSchema } from "./shared-shapes.ts";

export const hostSchema = z
  .strictObject({
    name: z.string(),
    state: z.enum(["enabled", "draining", "disabled", "removed"]),
    alive: z.boolean().openapi({ description: "Whether its agent was heard of lately." }),
    session: z.int().openapi({ description: "The number of its latest session; 0 before the first." }),
    seenAt: timeSchema.nullable(),
    createdAt: timeSchema,
    report: hostReportSchema
      .omit({ caches: true })
      .nullable()
      .openapi({ description: "What it can do, as its agent says." }),
    load: z
      .strictObject({
        ...{ load: z.number(), memoryFreeMiB: z.int(), diskFreeMiB: z.int(), orders: z.int() },
      })
      .nullable(),
    warning: z.string().nullable().openapi({ description: "What will keep it from doing tasks." }),
    ordersDone: z.int(),
    ordersFailed: z.int(),
    orders: z.array(
      z.strictObject({
        ...{ id: z.string(), state: z.enum(placementStates), task: z.int(), name: z.string() },
        placedAt: timeSchema,
      }),
    ),
  })
  .openapi("Host");

/** Returns a host as the API shows it: without anything of its token. */
export function hostShape(
  host: HostRow,
  orders: readonly OrderOfHost[],
  now: Date,
): z.infer<typeof hostSchema> {
  const { report } = host;
  return {
    ...{ name: host.name, state: host.state, alive: isAlive(host, now), session: host.term },
    seenAt: host.seen_at?.toISOString() ?? null,
    createdAt: host.created_at.toISOString(),
    report,
    load: host.load,
    warning: (report && runnerWarning(report.runner)) ?? null,
    ...{ ordersDone: host.orders_done, ordersFailed: host.orders_failed },
    orders: orders.map(({ id, state, task, name, placedAt }) => ({
      ...{ id, state, task, name, placedAt: placedAt.toISOString() },
    })),
  };
}
