import { sql } from "kysely";
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
