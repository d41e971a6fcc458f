import { sql } from "kysely";
import type { Queries } from "../database/database.ts";
import type { OutgoingKind, OutgoingRow } from "../database/tables.ts";

/** Names something that GitHub has to be told, or told anew. */
export interface Wanted {
  /** The same for the same subject: what is wanted twice is sent once, in its latest state. */
  readonly key: string;
  readonly kind: OutgoingKind;
  readonly repositoryId: number;
  readonly detail?: object;
  /** Set for what people wait for to see that the hub has noticed: it is sent in turn with what moves work on. */
  readonly isFirstSign?: boolean;
}

/** The order in which GitHub is told: what moves work on comes before what only shows it. */
const importance: Readonly<Record<OutgoingKind, number>> = {
  cancel: 0,
  dispatch: 1,
  look: 1,
  button: 2,
  reaction: 2,
  "check-run": 3,
  "check-task": 4,
  comment: 5,
  image: 5,
  latest: 5,
  redeliver: 6,
};

/** Tells the first sign of a run from a later word of it. */
export const firstSignImportance = importance.dispatch;

/** Records, in the transaction that changes a subject, that GitHub is to be told of it. */
export async function want(queries: Queries, wanted: readonly Wanted[], now: Date): Promise<void> {
  if (wanted.length === 0) return;
  await queries
    .insertInto("outgoing")
    .values(
      wanted.map(({ key, kind, repositoryId, detail, isFirstSign = false }) => ({
        key,
        kind,
        repository_id: repositoryId,
        importance: isFirstSign ? firstSignImportance : importance[kind],
        due_at: now,
        detail: detail === undefined ? null : JSON.stringify(detail),
        created_at: now,
        lease_until: null,
        last_error: null,
      })),
    )
    .onConflict((conflict) =>
      conflict.column("key").doUpdateSet((table) => ({
        version: sql<number>`outgoing.version + 1`,
        // A pause after a failure is kept.
        due_at: sql<Date>`case when outgoing.attempts > 0 then outgoing.due_at else excluded.due_at end`,
        detail: table.ref("excluded.detail"),
      })),
    )
    .execute();
}

/** Takes what is due, the most important first, for so long; no other replica gets it meanwhile. */
export async function takeOutgoing(
  queries: Queries,
  { now, until, most }: { now: Date; until: Date; most: number },
): Promise<OutgoingRow[]> {
  return queries
    .updateTable("outgoing")
    .set({ lease_until: until })
    .where("key", "in", (from) =>
      from
        .selectFrom("outgoing")
        .select("key")
        .where("due_at", "<=", now)
        .where((is) => is.or([is("lease_until", "is", null), is("lease_until", "<=", now)]))
        .orderBy("importance")
        .orderBy("due_at")
        .limit(most)
        .forUpdate()
        .skipLocked(),
    )
    .returningAll()
    .execute();
}

/** Notes that GitHub was told. What was wanted again meanwhile stays, and is due at once. */
export async function sentOutgoing(
  queries: Queries,
  { key, version }: Pick<OutgoingRow, "key" | "version">,
): Promise<void> {
  const gone = await queries
    .deleteFrom("outgoing")
    .where("key", "=", key)
    .where("version", "=", version)
    .executeTakeFirst();
  if (gone.numDeletedRows > 0n) return;
  await queries
    .updateTable("outgoing")
    .set({ lease_until: null, attempts: 0, unsure: false, last_error: null })
    .where("key", "=", key)
    .execute();
}

/** Notes that GitHub could not be told, and when the next try is due. */
export async function delayOutgoing(
  queries: Queries,
  { key }: Pick<OutgoingRow, "key">,
  { dueAt, error }: { dueAt: Date; error: string },
): Promise<void> {
  await queries
    .updateTable("outgoing")
    .set({
      lease_until: null,
      due_at: dueAt,
      last_error: error.slice(0, 1000),
      attempts: sql<number>`attempts + 1`,
    })
    .where("key", "=", key)
    .execute();
}

/** Keeps something for later that nothing is wrong with: the limits of GitHub are used up, or it is not time yet. */
export async function postponeOutgoing(
  queries: Queries,
  { key }: Pick<OutgoingRow, "key">,
  dueAt: Date,
): Promise<void> {
  await queries
    .updateTable("outgoing")
    .set({ lease_until: null, due_at: dueAt })
    .where("key", "=", key)
    .execute();
}

/** Notes, before a call that must not be made twice, that it may have been made. */
export async function markUnsure(queries: Queries, { key }: Pick<OutgoingRow, "key">): Promise<void> {
  await queries.updateTable("outgoing").set({ unsure: true }).where("key", "=", key).execute();
}
