import { type Selectable, sql } from "kysely";
import type { Queries } from "../database/database.ts";
import type { Tables } from "../database/tables.ts";
import type { GitHubCall } from "./call.ts";
import { limitOf } from "@debootc/core/github/limit-of";
import { type Amount, type Bucket, hourBucket, minuteBucket, registrationBucket, spend } from "./spend.ts";

/** While so many requests are left of an hour, answers are noted only so often, in milliseconds: each call counts down. */
const manyLeft = 1000;
const noteEvery = 10_000;

type BudgetRow = Selectable<Tables["budget"]>;

/**
 * Keeps the calls of all replicas within GitHub's limits, by rows that they share: one for what an installation does in a
 * minute, one for what it does in an hour, and one for the runners that it registers.
 */
export interface Governor {
  /** Asks for one call. Returns undefined if it may be made now, else when to ask again. */
  readonly take: (call: GitHubCall) => Promise<Date | undefined>;
  /** Notes what an answer says of the limits. Returns when to ask again if a limit refused the call. */
  readonly note: (
    call: GitHubCall,
    answer: { readonly status: number; readonly headers: Headers; readonly text: string },
  ) => Promise<Date | undefined>;
}

/** Returns the governor of a database. Queries run in transactions of their own. */
export function governor(
  transaction: <T>(run: (queries: Queries) => Promise<T>) => Promise<T>,
  clock: () => Date,
): Governor {
  const noted = new Map<string, { readonly resetAt: number; readonly at: number }>();
  const isNews = (name: string, remaining: number, resetAt: Date) => {
    const last = noted.get(name);
    const at = clock().getTime();
    const isKnown = last?.resetAt === resetAt.getTime() && at - last.at < noteEvery;
    if (isKnown && remaining >= manyLeft) return false;
    noted.set(name, { resetAt: resetAt.getTime(), at });
    return true;
  };
  return {
    take: (call) => transaction((queries) => takeOne(queries, call, clock())),
    note: async (call, answer) => {
      const limit = limitOf(answer, clock());
      const name = nameOf(call);
      const { remaining, resetAt, blockedUntil } = limit;
      if (remaining !== undefined && resetAt !== undefined && isNews(name, remaining, resetAt)) {
        await transaction((queries) => noteRemaining(queries, name, remaining, resetAt));
      }
      if (blockedUntil !== undefined) await transaction((queries) => block(queries, name, blockedUntil));
      return blockedUntil;
    },
  };
}

function nameOf({ installation }: GitHubCall): string {
  return installation === undefined ? "app" : `installation:${installation}`;
}

function costOf({ method, cost }: GitHubCall): Amount {
  return { points: method === "GET" ? 1 : 5, writes: cost === "content" ? 1 : 0 };
}

/** Says how much of which bucket a call takes. */
interface Share {
  readonly name: string;
  readonly bucket: Bucket;
  readonly cost: Amount;
}

/** Returns the buckets that a call takes from, that of the minute first, in the order in which their rows are locked. */
function sharesOf(call: GitHubCall): readonly Share[] {
  const name = nameOf(call);
  const usual = [
    { name, bucket: minuteBucket, cost: costOf(call) },
    { name: `${name}/hour`, bucket: hourBucket, cost: costOf(call) },
  ];
  if (call.isRegistration !== true) return usual;
  const cost = { points: 1, writes: 0 };
  return [...usual, { name: `${name}/registrations`, bucket: registrationBucket, cost }];
}

async function takeOne(queries: Queries, call: GitHubCall, now: Date): Promise<Date | undefined> {
  const shares = sharesOf(call);
  const rows = await lockedRows(
    queries,
    shares.map(({ name }) => name),
    now,
  );
  const [minute] = rows;
  if (minute.blocked_until !== null && minute.blocked_until > now) return minute.blocked_until;
  const isCounted = minute.remaining !== null && minute.reset_at !== null && minute.reset_at > now;
  if (isCounted && (minute.remaining ?? 0) <= 0) return minute.reset_at ?? undefined;
  const { isShowing = false, isRegistration = false } = call;
  const spent = shares.map(({ bucket, cost }, index) =>
    spend(bucket, rows[index] ?? minute, cost, { now, isShowing, isRegistration }),
  );
  const waits = spent.flatMap((one) => ("waitUntil" in one ? [one.waitUntil] : []));
  const [first, ...others] = waits;
  if (first !== undefined) return others.reduce((latest, one) => (one > latest ? one : latest), first);
  const levels = spent.flatMap((one, index) => {
    const row = rows[index];
    return "level" in one && row !== undefined ? [{ ...row, ...one.level }] : [];
  });
  await keep(queries, isCounted ? oneLess(levels) : levels);
  return undefined;
}

/** Counts a call among those that GitHub says are left, which is a matter of the first row. */
function oneLess([minute, ...others]: readonly BudgetRow[]): BudgetRow[] {
  if (minute === undefined) return [];
  return [{ ...minute, remaining: (minute.remaining ?? 0) - 1 }, ...others];
}

/** Locks the rows, always in the order of their names, so that no two replicas wait for each other. */
async function lockedRows(
  queries: Queries,
  names: readonly string[],
  now: Date,
): Promise<readonly [BudgetRow, ...BudgetRow[]]> {
  const rows = await queries
    .selectFrom("budget")
    .selectAll()
    .where("name", "in", names)
    .orderBy("name")
    .forUpdate()
    .execute();
  const [first, ...others] = rows;
  if (first !== undefined && rows.length === names.length) return [first, ...others];
  const empty = { remaining: null, reset_at: null, blocked_until: null, minute: now, points: 0, writes: 0 };
  await queries
    .insertInto("budget")
    .values(names.map((one) => ({ name: one, ...empty })))
    .onConflict((conflict) => conflict.column("name").doNothing())
    .execute();
  return lockedRows(queries, names, now);
}

/** Writes rows that are locked, with one statement: each call of GitHub waits for it. */
async function keep(queries: Queries, rows: readonly BudgetRow[]): Promise<void> {
  await queries
    .insertInto("budget")
    .values(rows)
    .onConflict((conflict) =>
      conflict.column("name").doUpdateSet((table) => ({
        points: table.ref("excluded.points"),
        writes: table.ref("excluded.writes"),
        minute: table.ref("excluded.minute"),
        remaining: table.ref("excluded.remaining"),
      })),
    )
    .execute();
}

/** Answers overtake each other: within one hour of GitHub's, the smallest number counts. */
async function noteRemaining(
  queries: Queries,
  name: string,
  remaining: number,
  resetAt: Date,
): Promise<void> {
  await queries
    .updateTable("budget")
    .set({
      remaining: sql<number>`case when reset_at = ${resetAt} then least(remaining, ${remaining}::int) else ${remaining}::int end`,
      reset_at: resetAt,
    })
    .where("name", "=", name)
    .where((is) => is.or([is("reset_at", "is", null), is("reset_at", "<=", resetAt)]))
    .execute();
}

async function block(queries: Queries, name: string, until: Date): Promise<void> {
  await queries
    .updateTable("budget")
    .set({ blocked_until: sql<Date>`greatest(blocked_until, ${until}::timestamptz)` })
    .where("name", "=", name)
    .execute();
}
