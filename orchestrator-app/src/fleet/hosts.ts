import { DebootcError } from "@debootc/core/error/debootc-error";
import type { HostState } from "@debootc/core/fleet/agent-messages";
import type { Queries } from "../database/database.ts";
import type { HostRow } from "../database/fleet-tables.ts";
import { makeKey, type RandomBytes } from "../keys/key-text.ts";
import { endPlacements } from "./end-placements.ts";

/** Makes a host and stores the hash of its token. Returns the token, which nobody can find out later. Throws `state-conflict`. */
export async function createHost(
  queries: Queries,
  {
    name,
    now,
    randomBytes,
  }: { readonly name: string; readonly now: Date; readonly randomBytes: RandomBytes },
): Promise<{ readonly host: HostRow; readonly token: string }> {
  const { id, text, algorithm, hash } = makeKey(randomBytes, "host");
  const host = await queries
    .insertInto("host")
    .values({
      ...{ name, token_id: id, algorithm, hash, state: "enabled", report: null, load: null },
      ...{ seen_at: null, session_at: null, created_at: now, changed_at: now },
    })
    .onConflict((conflict) => conflict.column("name").where("state", "<>", "removed").doNothing())
    .returningAll()
    .executeTakeFirst();
  if (host !== undefined) return { host, token: text };
  throw new DebootcError("state-conflict", `there is a host ${name} already`, {
    hint: `Give the new one another name, or remove that one first: debootc orchestrator hosts remove ${name}`,
  });
}

/** Returns the host of a name, and locks it until the transaction ends. Throws `not-found`. */
export async function lockedHost(queries: Queries, name: string): Promise<HostRow> {
  const host = await queries
    .selectFrom("host")
    .selectAll()
    .where("name", "=", name)
    .where("state", "<>", "removed")
    .forUpdate()
    .executeTakeFirst();
  if (host !== undefined) return host;
  throw new DebootcError("not-found", `there is no host ${name}`, {
    hint: "`debootc orchestrator hosts` lists them.",
  });
}

/**
 * Changes the state of a host, which the transaction has locked. A host that drains keeps the orders that it has, one that
 * is disabled or removed has to end them, and what it has not fetched yet goes to others in any case.
 */
export async function changeHost(
  queries: Queries,
  host: HostRow,
  to: HostState | "removed",
  now: Date,
): Promise<HostRow> {
  if (to !== "enabled") {
    await endPlacements(queries, { host: host.id, states: ["placed"] }, { outcome: "withdrawn", at: now });
  }
  const keeps = to === "enabled" || to === "draining";
  if (!keeps) await endPlacements(queries, { host: host.id }, { outcome: "host-disabled", at: now });
  const state = to === "draining" && !(await hasPlacements(queries, host.id)) ? "disabled" : to;
  return queries
    .updateTable("host")
    .set({ state, changed_at: now })
    .where("id", "=", host.id)
    .returningAll()
    .executeTakeFirstOrThrow();
}

/** Ends the draining of hosts that have no order left. Returns how many were disabled by it. */
export async function endDraining(queries: Queries, now: Date): Promise<number> {
  const ended = await queries
    .updateTable("host")
    .set({ state: "disabled", changed_at: now })
    .where("state", "=", "draining")
    .where((is) =>
      is.not(
        is.exists(
          is
            .selectFrom("placement")
            .select("placement.id")
            .whereRef("placement.host_id", "=", "host.id")
            .where("placement.state", "<>", "ended"),
        ),
      ),
    )
    .executeTakeFirst();
  return Number(ended.numUpdatedRows);
}

async function hasPlacements(queries: Queries, hostId: number): Promise<boolean> {
  const one = await queries
    .selectFrom("placement")
    .select("id")
    .where("host_id", "=", hostId)
    .where("state", "<>", "ended")
    .executeTakeFirst();
  return one !== undefined;
}
