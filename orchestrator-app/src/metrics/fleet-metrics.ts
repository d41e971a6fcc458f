import { placementStates } from "@debootc/core/fleet/placement-state";
import { sql } from "kysely";
import type { Queries } from "../database/database.ts";
import type { Metric } from "./metric-text.ts";

const count = sql<number>`count(*)::int`;

/** Returns the figures of the fleet: its hosts, their slots, and what became of what they were given. */
export async function fleetMetrics(queries: Queries): Promise<Metric[]> {
  const hosts = await queries
    .selectFrom("host")
    .select([
      "state",
      count.as("count"),
      sql<number>`coalesce(sum((report->>'slots')::int), 0)::int`.as("slots"),
    ])
    .where("state", "<>", "removed")
    .groupBy("state")
    .execute();
  const live = await queries
    .selectFrom("placement")
    .select(["state", count.as("count")])
    .where("state", "<>", "ended")
    .groupBy("state")
    .execute();
  const ended = await queries
    .selectFrom("placement")
    .select(["outcome", count.as("count")])
    .where("outcome", "is not", null)
    .groupBy("outcome")
    .execute();
  const latency = await queries
    .selectFrom("placement")
    .select([
      sql<number>`coalesce(sum(extract(epoch from ordered_at - placed_at)), 0)::float8`.as("seconds"),
      count.as("count"),
    ])
    .where("ordered_at", "is not", null)
    .executeTakeFirstOrThrow();
  const counts = new Map(live.map((row) => [row.state, row.count]));
  const names = placementStates.filter((state) => state !== "ended");
  return [
    gauge(
      "hosts",
      "Hosts of the fleet by state.",
      hosts.map(({ state, count: value }) => ({ labels: { state }, value })),
    ),
    gauge(
      "host_slots",
      "Slots of hosts by their state.",
      hosts.map(({ state, slots: value }) => ({ labels: { state }, value })),
    ),
    gauge(
      "placements",
      "Tasks that hosts have, by state.",
      names.map((state) => ({ labels: { state }, value: counts.get(state) ?? 0 })),
    ),
    {
      ...{ name: "debootc_hub_placements_ended_total", kind: "counter" },
      help: "Tasks that hosts had, by how that ended.",
      values: ended.map(({ outcome, count: value }) => ({ labels: { outcome: outcome ?? "" }, value })),
    },
    {
      ...{ name: "debootc_hub_hand_out_seconds_total", kind: "counter" },
      help: "Time from the choice of a host to its order, runner included, of all orders together.",
      values: [{ value: latency.seconds }],
    },
    {
      ...{ name: "debootc_hub_orders_total", kind: "counter" },
      help: "Orders that hosts were given.",
      values: [{ value: latency.count }],
    },
  ];
}

function gauge(name: string, help: string, values: Metric["values"]): Metric {
  return { name: `debootc_hub_${name}`, kind: "gauge", help, values };
}
