import type { Queries } from "../database/database.ts";
import type { HostRow } from "../database/fleet-tables.ts";
import { refusal, sessionEnded } from "./host-of-request.ts";

/**
 * Notes that a host was heard of in the session that its request belongs to. That session stays the latest one until the
 * transaction ends. Returns the host as it is now. Throws `session-ended`, and `not-authenticated` for a host that was removed.
 */
export async function hearOfHost(
  queries: Queries,
  { id, name, term }: Pick<HostRow, "id" | "name" | "term">,
  now: Date,
): Promise<HostRow> {
  const heard = await queries
    .updateTable("host")
    .set({ seen_at: now })
    .where("id", "=", id)
    .where("term", "=", term)
    .where("state", "<>", "removed")
    .returningAll()
    .executeTakeFirst();
  if (heard !== undefined) return heard;
  const latest = await queries
    .selectFrom("host")
    .select(["term", "state"])
    .where("id", "=", id)
    .executeTakeFirstOrThrow();
  if (latest.state === "removed") throw refusal(`host ${name} was removed`);
  throw sessionEnded({ name, term: latest.term }, term);
}
