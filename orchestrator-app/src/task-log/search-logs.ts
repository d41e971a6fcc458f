import { logText } from "@debootc/core/text/log-text";
import { sql } from "kysely";
import type { Queries } from "../database/database.ts";
import { linesWith } from "./lines-with.ts";
import type { LogKey } from "./log-key.ts";

/** Is a place in a log, behind which a search continues: what is found lies before it. */
export interface LogPlace extends LogKey {
  readonly offset: number;
}

/** Is a line that has what was searched for. */
export interface FoundLine extends LogPlace {
  /** Its number in the log, from 1. */
  readonly line: number;
  readonly text: string;
}

export interface LogSearch {
  /** What a line has to contain, as it is written. */
  readonly text: string;
  readonly run?: number | undefined;
  readonly before?: LogPlace | undefined;
  readonly limit: number;
  /** How many bytes are looked through at most, but at least one log. */
  readonly mostBytes?: number;
}

/** Is what a search has found, the newest first. */
export interface FoundLines {
  readonly lines: readonly FoundLine[];
  /** Where it goes on, unless it has looked at everything. */
  readonly next?: LogPlace;
}

/** Bounds what is searched for, in bytes: so much of a line may lie before the piece that it ends in. */
export const longestSearch = 200;
const usualMostBytes = 64 * 1024 * 1024;
const mostLogs = 500;

/** Finds lines with a text, beginning with the newest tasks, within bounds of how much is looked through. */
export async function searchLogs(queries: Queries, search: LogSearch): Promise<FoundLines> {
  const { before, limit, mostBytes = usualMostBytes } = search;
  const candidates = await candidatesQuery(queries, search, mostLogs + 1).execute();
  let bytes = 0;
  const beyond = candidates.findIndex(({ kept }, index) => {
    bytes += kept;
    return index === mostLogs || (index > 0 && bytes > mostBytes);
  });
  const logs = beyond < 0 ? candidates : candidates.slice(0, beyond);
  const last = logs.at(-1);
  if (last === undefined) return { lines: [] };
  const wanted = Buffer.from(search.text, "utf8");
  // Of the first piece, everything may have been shown before.
  const { rows } = await chunksQuery(logs, { wanted, before, limit: limit + 2 }).execute(queries);
  const lines = rows.flatMap((row) => foundIn(row, wanted, before));
  const shown = lines.slice(0, limit);
  const end = shown.at(-1);
  if (lines.length > limit && end !== undefined) {
    return { lines: shown, next: { taskId: end.taskId, attempt: end.attempt, offset: end.offset } };
  }
  const next = { taskId: last.task_id, attempt: last.attempt, offset: 0 };
  return { lines: shown, ...(beyond < 0 ? {} : { next }) };
}

/** Selects the logs in which a search looks, the newest first. */
export function candidatesQuery(queries: Queries, { run, before }: LogSearch, most: number) {
  return queries
    .selectFrom("log")
    .select(["log.task_id", "log.attempt", "log.kept"])
    .$if(run !== undefined, (query) =>
      query.innerJoin("task", "task.id", "log.task_id").where("task.run_id", "=", run ?? 0),
    )
    .$if(before !== undefined, (query) =>
      query.where(
        sql<boolean>`(log.task_id, log.attempt) ${sql.raw(before?.offset === 0 ? "<" : "<=")}
          (${before?.taskId ?? 0}::bigint, ${before?.attempt ?? 0}::int)`,
      ),
    )
    .orderBy("log.task_id", "desc")
    .orderBy("log.attempt", "desc")
    .limit(most);
}

interface ChunkRow {
  readonly task_id: number;
  readonly attempt: number;
  readonly start: number;
  readonly first_line: number;
  readonly carry: Uint8Array;
  readonly bytes: Uint8Array;
}

/** Selects the pieces of some logs that have a text, or in which one ends. */
export function chunksQuery(
  logs: readonly { readonly task_id: number; readonly attempt: number }[],
  {
    wanted,
    before,
    limit,
  }: { readonly wanted: Uint8Array; readonly before?: LogPlace | undefined; readonly limit: number },
) {
  const rows = logs.map(({ task_id, attempt }) => sql`(${task_id}::bigint, ${attempt}::int)`);
  const isBefore =
    before === undefined
      ? sql`true`
      : sql`(c.task_id, c.attempt, c.start) < (${before.taskId}::bigint, ${before.attempt}::int, ${before.offset}::bigint)`;
  const overlap = sql.lit(wanted.length - 1);
  return sql<ChunkRow>`
    select c.task_id, c.attempt, c.start, c.first_line, c.carry, c.bytes
    from (values ${sql.join(rows)}) as l (task_id, attempt)
    join log_chunk c on c.task_id = l.task_id and c.attempt = l.attempt
    where ${isBefore} and position(${wanted}::bytea in
      substring(c.carry from greatest(octet_length(c.carry) - ${overlap} + 1, 1)) || c.bytes) > 0
    order by c.task_id desc, c.attempt desc, c.start desc
    limit ${sql.lit(limit)}
  `;
}

/** Returns the lines of a piece that have a text, the last one first. */
function foundIn(row: ChunkRow, wanted: Uint8Array, before: LogPlace | undefined): FoundLine[] {
  const { task_id: taskId, attempt, start, first_line: firstLine, carry, bytes } = row;
  const until =
    before?.taskId === taskId && before.attempt === attempt ? before.offset : Number.POSITIVE_INFINITY;
  return linesWith(wanted, { carry, bytes })
    .map(({ at, line, text }) => ({
      ...{ taskId, attempt, offset: start + at, line: firstLine + line },
      text: logText(text).replaceAll("\n", ""),
    }))
    .filter(({ offset }) => offset < until)
    .toReversed();
}
