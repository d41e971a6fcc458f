import type { PlacementOutcome, PlacementState } from "@debootc/core/fleet/placement-state";
import { sql } from "kysely";
import type { Queries } from "../database/database.ts";
import type { PlacementRow } from "../database/fleet-tables.ts";

/** Says which placements are meant, of those that have not ended. */
interface Which {
  readonly ids?: readonly string[];
  readonly host?: number;
  readonly states?: readonly PlacementState[];
}

interface Ending {
  readonly outcome: PlacementOutcome;
  readonly at: Date;
  /** What people should know besides. */
  readonly message?: string | undefined;
  /** Set if it is certain that no runner of it can be at GitHub. */
  readonly isSettled?: boolean;
}

/**
 * Ends placements that have not ended yet, and returns them. One that never had a runner is settled by that; of all others
 * GitHub is asked first, because their runners may be there.
 */
export async function endPlacements(
  queries: Queries,
  { ids, host, states }: Which,
  { outcome, at, message, isSettled = false }: Ending,
): Promise<PlacementRow[]> {
  if (ids?.length === 0) return [];
  return queries
    .updateTable("placement")
    .set({
      ...{ state: "ended", outcome, ended_at: at, message: message?.slice(0, 4000) ?? null },
      settled_at: isSettled
        ? at
        : sql<Date | null>`case when runner_name is null then ${at}::timestamptz end`,
    })
    .where("state", "<>", "ended")
    .$if(ids !== undefined, (query) => query.where("id", "in", ids ?? []))
    .$if(host !== undefined, (query) => query.where("host_id", "=", host ?? 0))
    .$if(states !== undefined, (query) => query.where("state", "in", states ?? []))
    .returningAll()
    .execute();
}
