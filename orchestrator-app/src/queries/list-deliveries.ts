import { sql } from "kysely";
import { DebootcError } from "@debootc/core/error/debootc-error";
import type { Queries } from "../database/database.ts";
import type { DeliveryRow } from "../database/tables.ts";

/** Describes a delivery without its body, which may hold what its repository keeps private. */
export type DeliveryFacts = Omit<DeliveryRow, "body" | "lease_until"> & { readonly has_body: boolean };

interface Filter {
  readonly state?: DeliveryRow["state"] | undefined;
  readonly repositoryId?: number | undefined;
}

interface Place {
  readonly receivedAt: Date;
  readonly guid: string;
}

/** Selects deliveries, the newest first, from behind a place on. */
export function deliveriesQuery(
  queries: Queries,
  { state, repositoryId }: Filter,
  { before, limit }: { readonly before?: Place | undefined; readonly limit: number },
) {
  return factsOf(queries)
    .$if(state !== undefined, (query) => query.where("state", "=", state ?? "received"))
    .$if(repositoryId !== undefined, (query) => query.where("repository_id", "=", repositoryId ?? 0))
    .$if(before !== undefined, (query) =>
      query.where((is) =>
        is.and([
          // The first condition is what an index can begin at.
          is("received_at", "<=", before?.receivedAt ?? new Date(0)),
          is.or([
            is("received_at", "<", before?.receivedAt ?? new Date(0)),
            is("guid", ">", before?.guid ?? ""),
          ]),
        ]),
      ),
    )
    .orderBy("received_at", "desc")
    .orderBy("guid")
    .limit(limit);
}

function factsOf(queries: Queries) {
  return queries
    .selectFrom("delivery")
    .select([
      "guid",
      "event",
      "action",
      "installation_id",
      "repository_id",
      "state",
      "attempts",
      "received_at",
      "due_at",
      "handled_at",
      "outcome",
    ])
    .select(sql<boolean>`body is not null`.as("has_body"));
}

/** Returns a delivery without its body. */
export async function findDelivery(queries: Queries, guid: string): Promise<DeliveryFacts | undefined> {
  return factsOf(queries).where("guid", "=", guid).executeTakeFirst();
}

/** Lets a delivery that failed be handled again. Throws `not-found` or `state-conflict`. */
export async function replayDelivery(queries: Queries, guid: string, now: Date): Promise<DeliveryFacts> {
  const replayed = await queries
    .updateTable("delivery")
    .set({ state: "received", attempts: 0, due_at: now, lease_until: null, handled_at: null, outcome: null })
    .where("guid", "=", guid)
    .where("state", "=", "failed")
    .where("body", "is not", null)
    .executeTakeFirst();
  const found = await findDelivery(queries, guid);
  if (found === undefined) throw new DebootcError("not-found", `there is no delivery ${guid}`);
  if (replayed.numUpdatedRows > 0n) return found;
  const reason = found.has_body
    ? `it is ${found.state}, and only a failed one is handled again`
    : "its body was removed after some time; ask GitHub to deliver it again";
  throw new DebootcError("state-conflict", `cannot replay delivery ${guid}: ${reason}`);
}
