import type { Kysely, Transaction } from "kysely";
import type { Tables } from "./tables.ts";

/** Is a database, or a transaction in one. Within a transaction only that may be used: PGlite has a single session. */
export type Queries = Kysely<Tables> | Transaction<Tables>;

/** Holds an open database of the hub. */
export interface Database extends AsyncDisposable {
  readonly kind: "postgresql" | "pglite";
  readonly queries: Kysely<Tables>;
  /** The same for what GitHub, or somebody, waits for: on PGlite, which has one session, it comes before all else. */
  readonly urgent: Kysely<Tables>;
  /** Does some work in a transaction of its own. That of a leader begins only while it leads. */
  readonly transact: <T>(work: (trx: Transaction<Tables>) => Promise<T>) => Promise<T>;
}
