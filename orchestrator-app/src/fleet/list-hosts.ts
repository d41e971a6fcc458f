import type { PlacementState } from "@debootc/core/fleet/placement-state";
import type { Queries } from "../database/database.ts";
import type { HostRow } from "../database/fleet-tables.ts";

/** Describes an order that a host has. */
export interface OrderOfHost {
  readonly id: string;
  readonly host: number;
  readonly state: PlacementState;
  readonly task: number;
  readonly name: string;
  readonly placedAt: Date;
}

/** Returns hosts that were not removed, by their names, each with the orders that it has. */
export async function hostsWithOrders(
  queries: Queries,
  name?: string,
): Promise<readonly { readonly host: HostRow; readonly orders: readonly OrderOfHost[] }[]> {
  const hosts = await queries
    .selectFrom("host")
    .selectAll()
    .where("state", "<>", "removed")
    .$if(name !== undefined, (query) => query.where("name", "=", name ?? ""))
    .orderBy("name")
    .execute();
  const orders = await queries
    .selectFrom("placement")
    .innerJoin("attempt", "attempt.label", "placement.label")
    .innerJoin("task", "task.id", "attempt.task_id")
    .select([
      "placement.id",
      "placement.host_id as host",
      "placement.state",
      "task.id as task",
      "task.name",
      "placement.placed_at as placedAt",
    ])
    .where("placement.state", "<>", "ended")
    .orderBy("placement.placed_at")
    .execute();
  const byHost = Map.groupBy(orders, ({ host }) => host);
  return hosts.map((host) => ({ host, orders: byHost.get(host.id) ?? [] }));
}
