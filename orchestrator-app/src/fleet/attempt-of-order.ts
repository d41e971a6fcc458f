import { DebootcError } from "@debootc/core/error/debootc-error";
import type { Queries } from "../database/database.ts";
import type { LogKey } from "../task-log/log-key.ts";
import { hostOfRequest } from "./host-of-request.ts";

/**
 * Returns the attempt that an order of the calling host is for, whatever became of the order: the end of a log may come after
 * it. Throws `not-authenticated`, or `not-found` for an order of another host.
 */
export async function attemptOfOrder(
  queries: Queries,
  authorization: string | undefined,
  order: string,
): Promise<LogKey> {
  const host = await hostOfRequest(queries, { authorization });
  const found = await queries
    .selectFrom("placement")
    .innerJoin("attempt", "attempt.label", "placement.label")
    .select(["attempt.task_id as taskId", "attempt.number as attempt"])
    .where("placement.id", "=", order)
    .where("placement.host_id", "=", host.id)
    .executeTakeFirst();
  if (found !== undefined) return found;
  throw new DebootcError("not-found", `host ${host.name} has no order ${order}`);
}
