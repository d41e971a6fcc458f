import type { Queries } from "../database/database.ts";
import type { RunRow } from "../database/tables.ts";
import { want } from "../store/outgoing.ts";

/**
 * Lets GitHub cancel what it runs for these dispatches. It cannot cancel a single job: whoever sends this waits until
 * `hasAttempts` is false, so that no other task of the dispatch is lost.
 */
export async function cancelDispatches(
  queries: Queries,
  run: RunRow,
  ids: readonly string[],
  at: Date,
): Promise<void> {
  const wanted = [...new Set(ids)].map((id) => ({
    key: `cancel:${id}`,
    kind: "cancel" as const,
    repositoryId: run.repository_id,
    detail: { id },
  }));
  await want(queries, wanted, at);
}

/** Returns whether an attempt of a dispatch is under way. */
export async function hasAttempts(queries: Queries, dispatchId: string): Promise<boolean> {
  const attempt = await queries
    .selectFrom("attempt")
    .select("label")
    .where("dispatch_id", "=", dispatchId)
    .where("ended_at", "is", null)
    .executeTakeFirst();
  return attempt !== undefined;
}
