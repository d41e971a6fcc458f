import { sql } from "kysely";
import type { Queries } from "../database/database.ts";

/** Looks how far the recorded changes are final. */
export interface ChangeHead {
  /** Returns the number up to which no change can still appear. It never goes back. */
  readonly look: () => Promise<number>;
}

interface Snapshot {
  readonly newest: number;
  /** Transactions below `xmin` are over; those from `xmax` on had not begun. */
  readonly xmin: bigint;
  readonly xmax: bigint;
}

/**
 * Follows the numbers of changes. A number is taken before its transaction ends, so that a change may become visible after
 * one with a higher number: a reader that went by the highest visible number would miss it. What is visible now is final once
 * every transaction has ended that is open now; each of them has its own number before it takes one for a change, because it
 * first writes the run or the task.
 */
export function openChangeHead(queries: Queries): ChangeHead {
  let final = 0;
  let candidate: Snapshot | undefined;
  return {
    look: async () => {
      const now = await snapshotOf(queries);
      if (candidate !== undefined && now.xmin >= candidate.xmax) final = Math.max(final, candidate.newest);
      if (now.xmin >= now.xmax) final = Math.max(final, now.newest);
      // An older candidate is kept until it is final, so that a busy hub does not put it off for ever.
      if (candidate === undefined || candidate.newest <= final) candidate = now;
      return final;
    },
  };
}

async function snapshotOf(queries: Queries): Promise<Snapshot> {
  const { rows } = await sql<{ newest: number; xmin: string; xmax: string }>`
    select coalesce((select max(id) from change), 0)::bigint as newest,
      pg_snapshot_xmin(pg_current_snapshot())::text as xmin,
      pg_snapshot_xmax(pg_current_snapshot())::text as xmax
  `.execute(queries);
  const [row] = rows;
  if (row === undefined) throw new Error("a query without a table has one row");
  return { newest: row.newest, xmin: BigInt(row.xmin), xmax: BigInt(row.xmax) };
}

/** Returns changes behind a number, up to the final one, in their order. */
export async function readChanges(
  queries: Queries,
  {
    after,
    upTo,
    run,
    limit,
  }: {
    readonly after: number;
    readonly upTo: number;
    readonly run?: number | undefined;
    readonly limit: number;
  },
) {
  return queries
    .selectFrom("change")
    .selectAll()
    .where("id", ">", after)
    .where("id", "<=", upTo)
    .$if(run !== undefined, (query) => query.where("run_id", "=", run ?? 0))
    .orderBy("id")
    .limit(limit)
    .execute();
}
