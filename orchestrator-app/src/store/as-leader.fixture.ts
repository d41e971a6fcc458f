import type { Database } from "../database/database.ts";
import { fencedBy } from "./fenced-by.ts";
import { takeLease } from "./lease.ts";

/** Returns a database as the loops of a leader get it: what they write beside its transactions is refused. */
export async function asLeader(database: Database): Promise<Database> {
  const [now, until] = [new Date("9998-01-01T00:00:00Z"), new Date("9999-01-01T00:00:00Z")];
  const lease = await takeLease(database.queries, { name: "leader", holder: "a-test" }, { now, until });
  if (lease === undefined) throw new Error("another holder has the lease of the leader");
  return fencedBy(database, lease);
}
