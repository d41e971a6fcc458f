import * as z from "zod";
import type { Database, Queries } from "../database/database.ts";
import type { Log } from "../log/log.ts";

/** Describes one attempt of GitHub to deliver something. Its ids grow. */
export interface SentDelivery {
  readonly id: number;
  /** The same for all attempts at one delivery. */
  readonly guid: string;
  readonly status_code: number;
}

/** Is GitHub's list of what it has delivered, the newest first. */
export interface DeliveryLog {
  readonly list: (cursor: string | undefined) => Promise<{
    readonly deliveries: readonly SentDelivery[];
    /** The cursor of the next page; absent on the last one. */
    readonly next: string | undefined;
  }>;
  /** Asks for another attempt; returns false if GitHub no longer has the delivery. */
  readonly redeliver: (id: number) => Promise<boolean>;
}

interface Search {
  readonly database: Database;
  readonly github: DeliveryLog;
  readonly now: Date;
  readonly log: Log;
}

const stateSchema = z.strictObject({
  /** All attempts up to this id have been looked at. */
  seen: z.int(),
  /** Deliveries that were missed and did not come yet. */
  waiting: z.array(
    z.strictObject({
      guid: z.string(),
      /** The newest attempt that is known. */
      id: z.int(),
      asked: z.int(),
      nextAt: z.coerce.date(),
      since: z.coerce.date(),
    }),
  ),
});
type State = z.output<typeof stateSchema>;
type Missed = State["waiting"][number];

const cursorName = "missed-deliveries";
const firstPause = 10_000;
const longestPause = 3_600_000;

/** GitHub keeps deliveries for three days. */
const retention = 3 * 24 * 3_600_000;

/** So many are asked for in one round, so that other calls get their turn. */
const mostAsked = 100;

/**
 * Looks through GitHub's list for what did not arrive since the last time, and asks for it again: GitHub never does so by
 * itself. What fails again is asked for after longer and longer pauses, as long as GitHub has it. To be called by one
 * replica at a time. Returns how many were asked for.
 */
export async function findMissedDeliveries(search: Search): Promise<number> {
  const { queries, transact } = search.database;
  const state = await readState(queries);
  const { newest, missed } = await missedSince(search, state?.seen);
  const waiting = new Map((state?.waiting ?? []).map((one) => [one.guid, one]));
  for (const { guid, id } of missed) {
    const known = waiting.get(guid);
    waiting.set(guid, known === undefined ? newlyMissed(guid, id, search.now) : { ...known, id });
  }
  for (const guid of await storedOf(queries, [...waiting.keys()])) waiting.delete(guid);
  const due = [...waiting.values()].filter(({ nextAt }) => nextAt <= search.now).slice(0, mostAsked);
  let asked = 0;
  let failure: unknown;
  for (const one of due) {
    try {
      const next = await askAgain(search, one);
      if (next === undefined) waiting.delete(one.guid);
      else waiting.set(one.guid, next);
      asked++;
    } catch (error) {
      // The others stay due, and what was found and asked for is kept.
      failure = error;
      break;
    }
  }
  const found = { seen: newest, waiting: [...waiting.values()] };
  await transact((trx) => writeState(trx, found, search.now));
  if (failure !== undefined) throw failure;
  return asked;
}

/** Goes through the list from its newest attempt down to one that was seen before, or to its end. */
async function missedSince(
  { database, github }: Search,
  seen: number | undefined,
): Promise<{ readonly newest: number; readonly missed: readonly SentDelivery[] }> {
  const missed = new Map<string, SentDelivery>();
  let newest = seen ?? 0;
  let cursor: string | undefined;
  do {
    const page = await github.list(cursor);
    const fresh = page.deliveries.filter(({ id }) => id > (seen ?? 0));
    const guids = [...new Set(fresh.map(({ guid }) => guid))];
    const stored = new Set(await storedOf(database.queries, guids));
    for (const one of fresh) {
      newest = Math.max(newest, one.id);
      // What was acknowledged is not in a database that was restored from a backup. A new database never had it.
      const isMissed = !stored.has(one.guid) && (seen !== undefined || !isAcknowledged(one));
      const known = missed.get(one.guid);
      if (isMissed && (known === undefined || known.id < one.id)) missed.set(one.guid, one);
    }
    cursor = fresh.length < page.deliveries.length ? undefined : page.next;
  } while (cursor !== undefined);
  // The oldest first, as they would have come.
  return { newest, missed: [...missed.values()].sort((a, b) => a.id - b.id) };
}

function isAcknowledged({ status_code: status }: SentDelivery): boolean {
  return status >= 200 && status < 300;
}

function newlyMissed(guid: string, id: number, now: Date): Missed {
  return { guid, id, asked: 0, nextAt: now, since: now };
}

async function askAgain({ github, now, log }: Search, missed: Missed): Promise<Missed | undefined> {
  const { guid, id, asked, since } = missed;
  const isKept = now.getTime() - since.getTime() < retention && (await github.redeliver(id));
  if (!isKept) {
    log.error({ guid, asked }, "a delivery is lost: GitHub no longer has it");
    return undefined;
  }
  log.warn({ guid, asked }, "asked GitHub for a delivery that did not arrive");
  const pause = Math.min(firstPause * 2 ** asked, longestPause);
  return { ...missed, asked: asked + 1, nextAt: new Date(now.getTime() + pause) };
}

/** Returns which of these are stored. */
async function storedOf(queries: Queries, guids: readonly string[]): Promise<string[]> {
  const stored: string[] = [];
  for (let index = 0; index < guids.length; index += 1000) {
    const rows = await queries
      .selectFrom("delivery")
      .select("guid")
      .where("guid", "in", guids.slice(index, index + 1000))
      .execute();
    stored.push(...rows.map(({ guid }) => guid));
  }
  return stored;
}

async function readState(queries: Queries): Promise<State | undefined> {
  const row = await queries
    .selectFrom("cursor")
    .select("value")
    .where("name", "=", cursorName)
    .executeTakeFirst();
  return row === undefined ? undefined : stateSchema.parse(JSON.parse(row.value));
}

async function writeState(queries: Queries, state: State, now: Date): Promise<void> {
  const changed = { value: JSON.stringify(state), changed_at: now };
  await queries
    .insertInto("cursor")
    .values({ name: cursorName, ...changed })
    .onConflict((conflict) => conflict.column("name").doUpdateSet(changed))
    .execute();
}
