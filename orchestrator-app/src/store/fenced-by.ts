import type { Database } from "../database/database.ts";
import { holdsTerm, type Lease } from "./lease.ts";
import { ReadsOnly } from "./reads-only.ts";

/** Is thrown in place of a change by a leader that another replica has overtaken. */
export class OvertakenError extends Error {
  constructor({ name, term }: Lease) {
    super(`the term ${term} of the lease ${name} is over`);
    this.name = "OvertakenError";
  }
}

/**
 * Returns the database of one who holds a lease: each of its transactions first makes sure that the lease is held, and keeps
 * it so until it ends. One that was frozen, and does not know that its term is over, changes nothing; outside of such a
 * transaction it can only read. Throws `OvertakenError`.
 */
export function fencedBy(database: Database, lease: Lease): Database {
  const reads = new ReadsOnly("whoever holds a lease changes the database by `transact` only");
  return {
    ...database,
    queries: database.queries.withPlugin(reads),
    urgent: database.urgent.withPlugin(reads),
    transact: (work) =>
      database.transact(async (trx) => {
        if (!(await holdsTerm(trx, lease))) throw new OvertakenError(lease);
        return work(trx);
      }),
  };
}
