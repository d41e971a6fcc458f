import { sql } from "kysely";
import type { Queries } from "../database/database.ts";
import type { NewDelivery } from "./new-delivery.ts";

/** Stores deliveries in one statement, those that are known already excepted. Returns the GUIDs of the new ones. */
export async function storeDeliveries(
  queries: Queries,
  deliveries: readonly NewDelivery[],
): Promise<ReadonlySet<string>> {
  // In one order everywhere, so that replicas that store the same ones wait for each other and not in a circle.
  const sorted = deliveries.toSorted((a, b) => (a.guid < b.guid ? -1 : Number(a.guid > b.guid)));
  const column = <K extends keyof NewDelivery>(key: K) => sorted.map((delivery) => delivery[key]);
  const { rows } = await sql<{ guid: string }>`
    insert into delivery (guid, event, action, installation_id, repository_id, body, state, received_at, due_at)
    select guid, event, action, installation_id, repository_id, body, 'received', received_at, received_at
    from unnest(
      ${column("guid")}::text[], ${column("event")}::text[], ${column("action")}::text[],
      ${column("installationId")}::bigint[], ${column("repositoryId")}::bigint[],
      ${column("body")}::text[], ${column("receivedAt").map((time) => time.toISOString())}::timestamptz[]
    ) as new (guid, event, action, installation_id, repository_id, body, received_at)
    on conflict (guid) do nothing
    returning guid`.execute(queries);
  return new Set(rows.map(({ guid }) => guid));
}
