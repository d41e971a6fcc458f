import type { HeartbeatAnswer, HeartbeatRequest } from "@debootc/core/fleet/agent-messages";
import type { Queries } from "../database/database.ts";
import type { HostLoad, HostRow } from "../database/fleet-tables.ts";
import { hearOfHost } from "./hear-of-host.ts";

/**
 * Notes that a host lives, and returns its state and which of its orders it has to end: those that the hub gave up. To be
 * called in a transaction. Throws `session-ended`.
 */
export async function heartbeat(
  queries: Queries,
  host: HostRow,
  { orders, load, memoryFreeMiB, diskFreeMiB }: HeartbeatRequest,
  now: Date,
): Promise<HeartbeatAnswer> {
  const { id, state } = await hearOfHost(queries, host, now);
  const said: HostLoad = { load, memoryFreeMiB, diskFreeMiB, orders: orders.length };
  await queries
    .updateTable("host")
    .set({ load: JSON.stringify(said) })
    .where("id", "=", id)
    .execute();
  const live = await queries
    .selectFrom("placement")
    .select("id")
    .where("host_id", "=", id)
    .where("state", "<>", "ended")
    .execute();
  const known = new Set(live.map((one) => one.id));
  return {
    // Of hosts that were removed nothing is heard any more.
    state: state === "removed" ? "disabled" : state,
    // One that ends already needs not be told.
    end: orders.flatMap((order) => (known.has(order.id) || order.state === "ending" ? [] : [order.id])),
  };
}
