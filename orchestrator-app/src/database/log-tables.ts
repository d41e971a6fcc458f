import type { Generated, JSONColumnType, Selectable } from "kysely";

/** Describes the tables of the logs of tasks. */
export interface LogTables {
  /** What the runner of an attempt at a task has written, as far as the hub has it; its bytes are in `log_chunk`. */
  log: {
    task_id: number;
    attempt: number;
    /** The orders that wrote it, one after the other, and the byte that each began at. */
    orders: JSONColumnType<readonly OrderOfLog[]>;
    /** How many bytes were taken, and how many of them are kept: the first ones. */
    size: Generated<number>;
    kept: Generated<number>;
    /** How many lines have ended within what is kept. */
    lines: Generated<number>;
    /** The last of the bytes that were taken, and whether they end within a secret. */
    carry: Generated<Uint8Array>;
    masking: Generated<boolean>;
    /** The end of a log that is longer than what is kept. */
    rest: Uint8Array | null;
    created_at: Date;
    changed_at: Date;
  };
  /** A piece of a log. It begins at the byte `start`, where the previous one ends. */
  log_chunk: {
    task_id: number;
    attempt: number;
    start: number;
    previous: number | null;
    finish: number;
    /** The number of the line that it begins in, from 1. */
    first_line: number;
    /** The bytes before it, so that what is searched for is found across its beginning. */
    carry: Uint8Array;
    bytes: Uint8Array;
    at: Date;
  };
}

/** Says at which byte of the log of an attempt an order began to write. */
export interface OrderOfLog {
  readonly order: string;
  readonly base: number;
}

export type LogRow = Selectable<LogTables["log"]>;
