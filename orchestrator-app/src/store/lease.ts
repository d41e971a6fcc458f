import type { Queries } from "../database/database.ts";

/** Is what one replica holds until it expires. Each holder after another has a higher term. */
export interface Lease {
  readonly name: string;
  readonly holder: string;
  readonly term: number;
}

/**
 * Takes a lease, or renews it for the one who holds it. Returns undefined while somebody else holds it. A holder that comes
 * back after its lease expired gets a new term, as what it began before may have been taken over.
 */
export async function takeLease(
  queries: Queries,
  { name, holder }: Omit<Lease, "term">,
  { now, until }: { readonly now: Date; readonly until: Date },
): Promise<Lease | undefined> {
  const taken = await queries
    .insertInto("lease")
    .values({ name, holder, term: 1, expires_at: until })
    .onConflict((conflict) =>
      conflict
        .column("name")
        .doUpdateSet((is) => ({
          holder,
          expires_at: until,
          term: is
            .case()
            .when(is.and([is("lease.holder", "=", holder), is("lease.expires_at", ">", now)]))
            .then(is.ref("lease.term"))
            .else(is("lease.term", "+", 1))
            .end(),
        }))
        .where((is) => is.or([is("lease.holder", "=", holder), is("lease.expires_at", "<=", now)])),
    )
    .returning("term")
    .executeTakeFirst();
  return taken === undefined ? undefined : { name, holder, term: taken.term };
}

/** Gives a lease back, so that another replica need not wait for its end. Does nothing if somebody else has it by now. */
export async function releaseLease(
  queries: Queries,
  { name, holder, term }: Lease,
  now: Date,
): Promise<void> {
  await queries
    .updateTable("lease")
    .set({ expires_at: now })
    .where("name", "=", name)
    .where("holder", "=", holder)
    .where("term", "=", term)
    .execute();
}

/**
 * Returns whether a term is still that of the lease, and keeps it so until the transaction ends: a leader that was
 * overtaken, and does not know it yet, changes nothing.
 */
export async function holdsTerm(queries: Queries, { name, holder, term }: Lease): Promise<boolean> {
  const held = await queries
    .selectFrom("lease")
    .select("term")
    .where("name", "=", name)
    .where("holder", "=", holder)
    .where("term", "=", term)
    .forShare()
    .executeTakeFirst();
  return held !== undefined;
}
