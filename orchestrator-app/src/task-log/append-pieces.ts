import { maskSecrets } from "@debootc/core/secret/mask-secrets";
import { sql } from "kysely";
import type { Queries } from "../database/database.ts";
import type { PieceOutcome } from "./log-counters.ts";
import { lockLogs, nameOf, type OpenLog } from "./lock-logs.ts";
import type { LogKey } from "./log-key.ts";

/** Is a piece of what the runner of an order has written. */
export interface LogPiece extends LogKey {
  readonly order: string;
  /** The byte of the order's output that it begins at. */
  readonly offset: number;
  readonly bytes: Uint8Array;
}

/** Answers it. */
export interface Appended {
  /** How many bytes of the order's output the hub has now: the next piece is to begin there. */
  readonly next: number;
  readonly outcome: PieceOutcome;
  readonly stored: number;
}

/** Bounds what is kept of a log, of the end of a longer one, and of one row. */
export const mostBytesOfLog = 64 * 1024 * 1024;
export const mostBytesOfRest = 32 * 1024;
export const mostBytesOfPiece = 256 * 1024;
const mostBytesOfCarry = 255;

/**
 * Appends pieces in their order, all in one transaction. A piece that the hub has in part is cut, one that it has is not
 * stored again, and one that would leave a gap is answered with where the hub is. Once another order writes the log of an
 * attempt, what an earlier one still says is taken and dropped.
 */
export async function appendPieces(
  trx: Queries,
  pieces: readonly LogPiece[],
  now: Date,
  most: { readonly log: number } = { log: mostBytesOfLog },
): Promise<readonly Appended[]> {
  const logs = await lockLogs(trx, pieces, now);
  const chunks: Chunk[] = [];
  const answers = pieces.map((piece) => {
    const log = logs.get(nameOf(piece));
    if (log === undefined) throw new Error("every log of a piece was locked");
    return appendOne(log, piece, chunks, most.log);
  });
  const changed = [...logs.values()].filter((log) => log.isChanged);
  if (chunks.length > 0) await insertChunks(trx, chunks, now);
  if (changed.length > 0) await updateLogs(trx, changed, now);
  return answers;
}

interface Chunk extends LogKey {
  readonly start: number;
  readonly firstLine: number;
  readonly carry: Uint8Array;
  bytes: Uint8Array;
}

function appendOne(log: OpenLog, piece: LogPiece, chunks: Chunk[], most: number): Appended {
  const { order, offset, bytes } = piece;
  const place = log.orders.findIndex((one) => one.order === order);
  if (place >= 0 && place < log.orders.length - 1) {
    return { next: offset + bytes.length, outcome: "late", stored: 0 };
  }
  if (place < 0) {
    log.orders = [...log.orders, { order, base: log.size }];
    log.isChanged = true;
  }
  const base = log.orders.at(-1)?.base ?? 0;
  const end = log.size - base;
  if (offset > end) return { next: end, outcome: "gap", stored: 0 };
  const fresh = bytes.subarray(end - offset);
  if (fresh.length === 0) return { next: end, outcome: "repeated", stored: 0 };
  const stored = take(log, fresh, chunks, most);
  return { next: end + fresh.length, outcome: stored < fresh.length ? "cut" : "stored", stored };
}

/** Takes bytes that follow what a log has; returns how many of them are kept. */
function take(log: OpenLog, fresh: Uint8Array, chunks: Chunk[], most: number): number {
  const { bytes, isOpen } = maskSecrets(fresh, { before: log.carry, isOpen: log.masking });
  const room = log.kept === log.size ? Math.max(0, most - log.kept) : 0;
  const keep = bytes.subarray(0, room);
  if (keep.length > 0) addChunk(log, keep, chunks);
  if (keep.length < bytes.length) log.rest = endOf(mostBytesOfRest, log.rest, bytes.subarray(keep.length));
  log.carry = endOf(mostBytesOfCarry, log.carry, bytes);
  log.masking = isOpen;
  log.size += bytes.length;
  log.isChanged = true;
  return keep.length;
}

function addChunk(log: OpenLog, bytes: Uint8Array, chunks: Chunk[]): void {
  const last = chunks.findLast(({ taskId, attempt }) => taskId === log.task_id && attempt === log.attempt);
  if (last !== undefined && last.bytes.length + bytes.length <= mostBytesOfPiece) {
    last.bytes = Buffer.concat([last.bytes, bytes]);
  } else {
    chunks.push({
      ...{ taskId: log.task_id, attempt: log.attempt, start: log.kept, firstLine: log.lines + 1 },
      ...{ carry: log.carry, bytes },
    });
  }
  log.kept += bytes.length;
  log.lines += linesIn(bytes);
}

function linesIn(bytes: Uint8Array): number {
  let count = 0;
  for (let at = bytes.indexOf(0x0a); at >= 0; at = bytes.indexOf(0x0a, at + 1)) count++;
  return count;
}

function endOf(most: number, before: Uint8Array | null, after: Uint8Array): Uint8Array {
  if (after.length >= most) return after.slice(-most);
  return Buffer.concat([(before ?? new Uint8Array()).subarray(-(most - after.length)), after]);
}

async function insertChunks(trx: Queries, chunks: readonly Chunk[], now: Date): Promise<void> {
  await trx
    .insertInto("log_chunk")
    .values(
      chunks.map(({ taskId, attempt, start, firstLine, carry, bytes }) => ({
        ...{ task_id: taskId, attempt, start, previous: start === 0 ? null : start },
        ...{ finish: start + bytes.length, first_line: firstLine, carry, bytes, at: now },
      })),
    )
    .execute();
}

async function updateLogs(trx: Queries, logs: readonly OpenLog[], now: Date): Promise<void> {
  const rows = logs.map(
    (log) =>
      sql`(${log.task_id}::bigint, ${log.attempt}::int, ${JSON.stringify(log.orders)}::jsonb, ${log.size}::bigint,
        ${log.kept}::bigint, ${log.lines}::bigint, ${log.carry}::bytea, ${log.masking}::boolean, ${log.rest}::bytea)`,
  );
  await sql`
    update log set orders = new.orders, size = new.size, kept = new.kept, lines = new.lines, carry = new.carry,
      masking = new.masking, rest = new.rest, changed_at = ${now}::timestamptz
    from (values ${sql.join(rows)}) as new (task_id, attempt, orders, size, kept, lines, carry, masking, rest)
    where log.task_id = new.task_id and log.attempt = new.attempt
  `.execute(trx);
}
