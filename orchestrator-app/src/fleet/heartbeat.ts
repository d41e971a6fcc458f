import type { HeartbeatAnswer, HeartbeatRequest } from "@debootc/core/fleet/agent-messages";
import type { Queries } from "../database/database.ts";
import type { HostLoad, HostRow } from "../database/fleet-tables.ts";

/** Notes that a host lives, and returns its state and which of its orders it has to end: those that the hub gave up. */
export async function heartbeat(
  queries: Queries,
  { id, state }: HostRow,
  { orders, load, memoryFreeMiB, diskFreeMiB }: HeartbeatRequest,
  now: Date,
): Promise<HeartbeatAnswer> {
  const said: HostLoad = { load, memoryFreeMiB, diskFreeMiB, orders: orders.length };
  await queries
    .updateTable("host")
    .set({ seen_at: now, load: JSON.stringify(said) })
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
    // Hosts that were removed have no good token any more.
    state: state === "removed" ? "disabled" : state,
    // One that ends already needs not be told.
    end: orders.flatMap((order) => (known.has(order.id) || order.state === "ending" ? [] : [order.id])),
  };
}
