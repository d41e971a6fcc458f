import { DebootcError } from "@debootc/core/error/debootc-error";
import type { Queries } from "../database/database.ts";

/**
 * Lets a delivery that failed be handled again, with all its attempts. Throws `not-found`, or `state-conflict` if it did not
 * fail: one that was handled has had its effect.
 */
export async function replayDelivery(queries: Queries, guid: string, at: Date): Promise<void> {
  const { numUpdatedRows } = await queries
    .updateTable("delivery")
    .set({ state: "received", handled_at: null, attempts: 0, due_at: at, lease_until: null, outcome: null })
    .where("guid", "=", guid)
    .where("state", "=", "failed")
    .where("body", "is not", null)
    .executeTakeFirst();
  if (numUpdatedRows > 0n) return;
  const known = await queries
    .selectFrom("delivery")
    .select(["state", "body"])
    .where("guid", "=", guid)
    .executeTakeFirst();
  if (known === undefined) throw new DebootcError("not-found", `there is no delivery ${guid}`);
  throw new DebootcError(
    "state-conflict",
    known.state === "failed"
      ? `delivery ${guid} has no body any more: it is older than the hub keeps them`
      : `delivery ${guid} is ${known.state}: only one that failed can be replayed`,
  );
}
