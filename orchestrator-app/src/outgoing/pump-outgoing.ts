import type { OutgoingKind, OutgoingRow } from "../database/tables.ts";
import type { CallGitHub } from "../github/call.ts";
import { repositoryAt } from "../github/repository-at.ts";
import {
  delayOutgoing,
  firstSignImportance,
  postponeOutgoing,
  sentOutgoing,
  takeOutgoing,
} from "../store/outgoing.ts";
import { giveUp } from "./give-up.ts";
import { retryAfter } from "./retry-after.ts";
import type { Send, Sending, Sent } from "./row/sending.ts";
import { senders } from "./senders/senders.ts";
import type { WaitingLine } from "./waiting-line.ts";

interface Pump extends Sending {
  /** Returns a number from 0 to 1. */
  readonly random: () => number;
  /** How many rows are sent at once. */
  readonly most?: number;
  readonly line: WaitingLine;
  readonly senders?: Readonly<Record<OutgoingKind, Send>>;
}

const usualMost = 12;

/** Longer than any sender takes, in milliseconds: no other replica sends the same meanwhile. */
const lease = 120_000;

/** How long a row waits for an installation that is suspended, in milliseconds. */
const suspendedPause = 900_000;

/** Tells GitHub of what is due, the most important first. Returns how many rows were taken. */
export async function pumpOutgoing(pump: Pump): Promise<number> {
  const now = pump.clock();
  const until = new Date(now.getTime() + lease);
  const rows = await takeOutgoing(pump.database.queries, { now, until, most: pump.most ?? usualMost });
  // What has to wait for the limits of its installation must not hold up what the others are told.
  const call: CallGitHub = (one) => pump.call({ patience: 0, ...one });
  const results = await Promise.allSettled(
    rows.map((row) => sendOne({ ...pump, call, database: databaseFor(row, pump) }, row)),
  );
  const failed = results.find((result) => result.status === "rejected");
  if (failed !== undefined) throw failed.reason;
  return rows.length;
}

/** The first that people see of a run has its turn before what only follows. */
function databaseFor({ kind, importance }: OutgoingRow, { database }: Pump): Pump["database"] {
  const isFirstSign = kind === "check-run" && importance === firstSignImportance;
  return isFirstSign ? { ...database, queries: database.urgent } : database;
}

async function sendOne(pump: Pump, row: OutgoingRow): Promise<void> {
  const { queries } = pump.database;
  try {
    const sent = await sendTo(pump, row);
    if (sent === "done") await sentOutgoing(queries, row);
    else await postponeOutgoing(queries, row, sent.later);
  } catch (error) {
    await failed(pump, row, error);
  }
}

async function sendTo(pump: Pump, row: OutgoingRow): Promise<Sent> {
  const repository = await repositoryAt(pump.database.queries, row.repository_id);
  // Where the App is not any more, there is nobody to tell.
  if (repository.state === "removed") return "done";
  if (repository.state === "suspended") return { later: new Date(pump.clock().getTime() + suspendedPause) };
  return (pump.senders ?? senders)[row.kind](pump, row, repository);
}

async function failed(pump: Pump, row: OutgoingRow, error: unknown): Promise<void> {
  const { database, clock, random, log } = pump;
  const retry = retryAfter(error, { attempts: row.attempts, random: random() });
  if (retry.kind === "give-up") return giveUp(pump, row, error);
  if (retry.kind === "postpone") {
    const { installation } = await repositoryAt(database.queries, row.repository_id);
    const dueAt = pump.line.after(installation, row, retry.until);
    return postponeOutgoing(database.queries, row, dueAt);
  }
  const dueAt = new Date(clock().getTime() + retry.milliseconds);
  const message = error instanceof Error ? error.message : String(error);
  log.warn(
    { key: row.key, attempts: row.attempts + 1, again: dueAt, error: message },
    "cannot tell GitHub yet",
  );
  return delayOutgoing(database.queries, row, { dueAt, error: message });
}
