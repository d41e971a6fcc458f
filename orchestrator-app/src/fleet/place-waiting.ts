import { type Pairing, placeTasks } from "@debootc/core/fleet/place-tasks";
import { sql } from "kysely";
import type { Database, Queries } from "../database/database.ts";
import type { HostRow } from "../database/fleet-tables.ts";
import { isAlive } from "./free-hosts.ts";
import { readPlacing, type Waiting } from "./read-placing.ts";

interface Round {
  readonly now: Date;
  /** Returns a new random word of lower-case letters and digits. */
  readonly randomWord: () => string;
}

/**
 * Gives attempts whose jobs wait at GitHub to hosts with free slots. To be called by one replica at a time. Returns the hosts
 * that got something.
 */
export async function placeWaiting(
  { queries, transact }: Database,
  round: Round,
): Promise<readonly number[]> {
  const { tasks, hosts } = await readPlacing(queries, round.now);
  const pairs = placeTasks(tasks, hosts);
  if (pairs.length === 0) return [];
  return transact((trx) => write(trx, pairs, round));
}

/** Writes the pairs that still hold: the rows of the hosts are locked, in the order of their ids. */
async function write(
  queries: Queries,
  pairs: readonly Pairing<Waiting>[],
  { now, randomWord }: Round,
): Promise<readonly number[]> {
  const ids = [...new Set(pairs.map(({ host }) => host))];
  const rows = await queries
    .selectFrom("host")
    .select(["id", "term", "state", "report", "seen_at"])
    .where("id", "in", ids)
    .orderBy("id")
    .forUpdate()
    .execute();
  const left = await leftSlots(queries, rows, now);
  const terms = new Map(rows.map(({ id, term }) => [id, term]));
  const values = pairs.flatMap(({ task, host }) => {
    const slots = left.get(host) ?? 0;
    if (slots <= 0) return [];
    left.set(host, slots - 1);
    return [
      {
        ...{ id: `${task.task}-${randomWord()}`, label: task.label, host_id: host },
        ...{ host_term: terms.get(host) ?? 0, state: "placed" as const, placed_at: now },
      },
    ];
  });
  if (values.length === 0) return [];
  const written = await queries
    .insertInto("placement")
    .values(values)
    // Somebody else has placed it meanwhile.
    .onConflict((conflict) => conflict.doNothing())
    .returning("host_id")
    .execute();
  return [...new Set(written.map(({ host_id }) => host_id))];
}

async function leftSlots(
  queries: Queries,
  hosts: readonly Pick<HostRow, "id" | "state" | "report" | "seen_at">[],
  now: Date,
): Promise<Map<number, number>> {
  const counts = await queries
    .selectFrom("placement")
    .select(["host_id", sql<number>`count(*)::int`.as("count")])
    .where(
      "host_id",
      "in",
      hosts.map(({ id }) => id),
    )
    .where("state", "<>", "ended")
    .groupBy("host_id")
    .execute();
  const busy = new Map(counts.map(({ host_id, count }) => [host_id, count]));
  return new Map(
    hosts.map((host): readonly [number, number] => {
      const takes = host.state === "enabled" && isAlive(host, now);
      return [host.id, takes ? (host.report?.slots ?? 0) - (busy.get(host.id) ?? 0) : 0];
    }),
  );
}
