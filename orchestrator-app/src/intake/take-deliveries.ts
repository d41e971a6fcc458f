import { sql } from "kysely";
import type { Queries } from "../database/database.ts";
import type { DeliveryRow } from "../database/tables.ts";

/** Takes deliveries that are due, the oldest first, for so long; no other pump gets them meanwhile. Counts the try. */
export async function takeDeliveries(
  queries: Queries,
  { now, until, most }: { readonly now: Date; readonly until: Date; readonly most: number },
): Promise<Pick<DeliveryRow, "guid" | "attempts">[]> {
  const taken = await queries
    .updateTable("delivery")
    .set({ lease_until: until, attempts: sql<number>`attempts + 1` })
    .where("guid", "in", (from) =>
      from
        .selectFrom("delivery")
        .select("guid")
        .where("state", "=", "received")
        .where("due_at", "<=", now)
        .where((is) => is.or([is("lease_until", "is", null), is("lease_until", "<=", now)]))
        .orderBy("received_at")
        .orderBy("guid")
        .limit(most)
        .forUpdate()
        .skipLocked(),
    )
    .returning(["guid", "attempts", "received_at"])
    .execute();
  return taken.sort(
    (a, b) => a.received_at.getTime() - b.received_at.getTime() || (a.guid < b.guid ? -1 : 1),
  );
}

/** Gives back deliveries that were taken until then and not begun, as if they had not been taken. */
export async function giveBackDeliveries(
  queries: Queries,
  guids: readonly string[],
  until: Date,
): Promise<void> {
  if (guids.length === 0) return;
  await queries
    .updateTable("delivery")
    .set({ lease_until: null, attempts: sql<number>`attempts - 1` })
    .where("guid", "in", guids)
    .where("state", "=", "received")
    .where("lease_until", "=", until)
    .execute();
}
