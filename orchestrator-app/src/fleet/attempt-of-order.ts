import { DebootcError } from "@debootc/core/error/debootc-error";
import type { Queries } from "../database/database.ts";
import { hostOfRequest } from "./host-of-request.ts";

/**
 * Returns the attempt that an order of the calling host is for; undefined if it was given to another host since, so that
 * nothing that this one still says counts. Throws `not-authenticated`, and `not-found` for an order of another host.
 */
export async function attemptOfOrder(
  queries: Queries,
  authorization: string | undefined,
  order: string,
): Promise<{ readonly taskId: number; readonly attempt: number } | undefined> {
  const host = await hostOfRequest(queries, { authorization });
  const found = await queries
    .selectFrom("placement")
    .innerJoin("attempt", "attempt.label", "placement.label")
    .select(["attempt.task_id", "attempt.number"])
    .select((is) =>
      is
        .exists(
          is
            .selectFrom("placement as later")
            .select("later.id")
            .whereRef("later.label", "=", "placement.label")
            .whereRef("later.placed_at", ">", "placement.placed_at"),
        )
        .as("isOld"),
    )
    .where("placement.id", "=", order)
    .where("placement.host_id", "=", host.id)
    .executeTakeFirst();
  if (found === undefined) {
    throw new DebootcError("not-found", `host ${host.name} was never given an order ${order}`);
  }
  return found.isOld ? undefined : { taskId: found.task_id, attempt: found.number };
}
