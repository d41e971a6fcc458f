import type { NextRequest, Order } from "@debootc/core/fleet/agent-messages";
import { sql } from "kysely";
import type { Queries } from "../database/database.ts";
import type { HostRow } from "../database/fleet-tables.ts";
import { endPlacements } from "./end-placements.ts";
import { handOut, type HandingOut } from "./hand-out.ts";
import { hearOfHost } from "./hear-of-host.ts";
import type { WaitingHosts } from "./waiting-hosts.ts";

/** Holds what answering a host needs. */
export interface NextOrder extends HandingOut {
  readonly waiting: WaitingHosts;
  /** Is false while the hub has no App: then there is nothing that could be handed out. */
  readonly hasApp: () => boolean;
  /** Begins the next round of a loop at once. */
  readonly wake: (loop: string) => void;
}

/**
 * Returns the next order of a host, and waits for one as long as the host wants. What the host should have, and does not name,
 * never reached it: that is given up first. An agent asks once at a time, so that a newer request replaces an older one.
 * Throws `session-ended`.
 */
export async function nextOrder(
  context: NextOrder,
  host: HostRow,
  { orders, waitSeconds }: NextRequest,
  signal: AbortSignal,
): Promise<Order | undefined> {
  const { database, clock, waiting, hasApp, wake } = context;
  const end = clock().getTime() + waitSeconds * 1000;
  if ((await database.transact((trx) => noteAsked(trx, host, orders, clock()))) > 0) wake("settle");
  // Its heartbeat would say only later that it has cleaned up after an order.
  if (host.load !== null && host.load.orders !== orders.length) wake("place");
  for (;;) {
    const order = hasApp() ? await handOut(context, host) : undefined;
    if (order !== undefined) return order;
    const left = end - clock().getTime();
    if (left <= 0 || (await waiting.wait(host.id, left, signal)) !== "woken") return undefined;
  }
}

/** Notes that a host was heard of, and ends the orders whose answers it did not get. Returns how many these are. */
async function noteAsked(
  queries: Queries,
  host: HostRow,
  orders: readonly string[],
  now: Date,
): Promise<number> {
  const { id } = await hearOfHost(queries, host, now);
  await queries
    .updateTable("host")
    .set({ load: sql<string | null>`jsonb_set(load, '{orders}', to_jsonb(${orders.length}::int))` })
    .where("id", "=", id)
    .execute();
  const live = await queries
    .selectFrom("placement")
    .select("id")
    .where("host_id", "=", id)
    .where("state", "in", ["registering", "ordered"])
    .execute();
  const ids = live.map((one) => one.id).filter((one) => !orders.includes(one));
  const lost = { ids, states: ["registering", "ordered"] as const };
  return (await endPlacements(queries, lost, { outcome: "answer-lost", at: now })).length;
}
