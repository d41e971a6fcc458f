import type { Queries } from "../database/database.ts";
import type { WaitingHosts } from "./waiting-hosts.ts";

/** Lets the hosts that wait here and have got an order look for it, whichever replica has placed it. */
export async function wakePlaced(queries: Queries, waiting: WaitingHosts): Promise<void> {
  const hosts = waiting.hosts();
  if (hosts.length === 0) return;
  const placed = await queries
    .selectFrom("placement")
    .select("host_id")
    .distinct()
    .where("state", "=", "placed")
    .where("host_id", "in", hosts)
    .execute();
  waiting.wake(placed.map(({ host_id }) => host_id));
}
