import type { PlacingFacts } from "@debootc/core/fleet/why-not-placed";
import type { Queries } from "../database/database.ts";
import type { TaskRow } from "../database/tables.ts";
import { freeHosts } from "../fleet/free-hosts.ts";

/** Gathers everything that decides why the job of a task on the fleet has no runner yet. */
export async function placingFacts(
  queries: Queries,
  { id, arch, runs_on, since }: Pick<TaskRow, "id" | "arch" | "runs_on" | "since">,
  now: Date,
): Promise<PlacingFacts> {
  const attempt = await queries
    .selectFrom("attempt")
    .select(["label", "place_after"])
    .where("task_id", "=", id)
    .where("ended_at", "is", null)
    .executeTakeFirst();
  return {
    ...{ now, since, arch: arch ?? undefined, needs: runs_on },
    hosts: await freeHosts(queries, now),
    placeAfter: attempt?.place_after ?? undefined,
    placement: attempt === undefined ? undefined : await newestPlacement(queries, attempt.label),
  };
}

async function newestPlacement(queries: Queries, label: string): Promise<PlacingFacts["placement"]> {
  const newest = await queries
    .selectFrom("placement")
    .innerJoin("host", "host.id", "placement.host_id")
    .selectAll("placement")
    .select("host.name")
    .where("label", "=", label)
    .orderBy("placed_at", "desc")
    .orderBy("placement.id")
    .executeTakeFirst();
  if (newest === undefined) return undefined;
  const { state, name, outcome, message, settled_at } = newest;
  const times = [newest.ended_at, newest.started_at, newest.ordered_at, newest.registering_at];
  return {
    ...{ state, host: name, since: times.find((time) => time !== null) ?? newest.placed_at },
    ...{ outcome: outcome ?? undefined, message: message ?? undefined, isSettled: settled_at !== null },
  };
}
