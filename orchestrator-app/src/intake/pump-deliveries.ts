import { DebootcError } from "@debootc/core/error/debootc-error";
import type { Database, Queries } from "../database/database.ts";
import type { DeliveryRow } from "../database/tables.ts";
import type { Log } from "../log/log.ts";
import { giveBackDeliveries, takeDeliveries } from "./take-deliveries.ts";

/** Is what a pump needs. */
export interface Pump {
  readonly database: Database;
  /** Changes the database as a delivery wants it, and returns what came of it, for people. */
  readonly handle: (queries: Queries, delivery: DeliveryRow, at: Date) => Promise<string>;
  readonly clock: () => Date;
  readonly log: Log;
  /** Ends the round after the delivery that is being handled. */
  readonly signal?: AbortSignal;
}

const most = 50;
const leaseMilliseconds = 60_000;

/** How often handling may fail; the pauses between add up to some twenty minutes. */
const mostAttempts = 12;

/** How often a delivery may be begun without an end: one that ends the process must not do so forever. */
const mostBegun = 40;

const firstPause = 1000;
const longestPause = 300_000;
const longestOutcome = 1000;

/**
 * Handles deliveries that are due, the oldest first, each in one transaction with what it changes. Any number of pumps may
 * work at once: none handles what another has. Returns how many were handled or failed.
 */
export async function pumpDeliveries(pump: Pump): Promise<number> {
  const { queries } = pump.database;
  const now = pump.clock();
  const until = new Date(now.getTime() + leaseMilliseconds);
  const taken = await takeDeliveries(queries, { now, until, most });
  for (const [index, { guid, attempts }] of taken.entries()) {
    // Those whose lease could end while they are handled are left to whoever takes them next.
    if (pump.signal?.aborted === true || pump.clock().getTime() >= until.getTime() - leaseMilliseconds / 2) {
      const rest = taken.slice(index).map((one) => one.guid);
      await giveBackDeliveries(queries, rest, until);
      return index;
    }
    if (attempts > mostBegun) await fail(pump, guid, until, `was begun ${mostBegun} times without an end`);
    else await handleOne(pump, guid, attempts, until);
  }
  return taken.length;
}

async function handleOne(pump: Pump, guid: string, attempts: number, until: Date): Promise<void> {
  try {
    await pump.database.queries.transaction().execute(async (trx) => {
      const delivery = await trx
        .selectFrom("delivery")
        .selectAll()
        .where("guid", "=", guid)
        .where("state", "=", "received")
        .where("lease_until", "=", until)
        .forUpdate()
        .executeTakeFirst();
      if (delivery === undefined) return;
      const at = pump.clock();
      const outcome = await pump.handle(trx, delivery, at);
      await trx
        .updateTable("delivery")
        .set({ state: "handled", handled_at: at, outcome: storable(outcome), lease_until: null })
        .where("guid", "=", guid)
        .execute();
    });
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    pump.log.error({ guid, attempts, error }, "could not handle a delivery");
    if (isHopeless(error) || attempts >= mostAttempts) await fail(pump, guid, until, message);
    else await delay(pump, guid, until, attempts, message);
  }
}

/** Returns whether the same payload gives the same fault again: it is odd, or has values that no column takes. */
function isHopeless(error: unknown): boolean {
  if (error instanceof DebootcError) return error.code === "request-invalid";
  const { code } = (error ?? {}) as { readonly code?: unknown };
  return typeof code === "string" && /^22[0-9A-Z]{3}$/.test(code);
}

async function fail(pump: Pump, guid: string, until: Date, message: string): Promise<void> {
  const outcome = storable(`failed: ${message}`);
  await ownRow(pump, guid, until)
    .set({ state: "failed", handled_at: pump.clock(), outcome, lease_until: null })
    .execute();
}

async function delay(
  pump: Pump,
  guid: string,
  until: Date,
  attempts: number,
  message: string,
): Promise<void> {
  const pause = Math.min(firstPause * 2 ** (attempts - 1), longestPause);
  const outcome = storable(`attempt ${attempts} of ${mostAttempts} failed: ${message}`);
  await ownRow(pump, guid, until)
    .set({ due_at: new Date(pump.clock().getTime() + pause), outcome, lease_until: null })
    .execute();
}

/** Selects the row for a change, unless another pump has it since. */
function ownRow({ database }: Pump, guid: string, until: Date) {
  return database.queries
    .updateTable("delivery")
    .where("guid", "=", guid)
    .where("state", "=", "received")
    .where("lease_until", "=", until);
}

/** Shortens a text and removes characters that the database does not store, or that act where they are shown. */
function storable(text: string): string {
  return text.slice(0, longestOutcome).replace(/\p{C}/gu, " ");
}
