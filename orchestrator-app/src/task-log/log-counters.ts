/** Says what became of a piece of a log. */
export type PieceOutcome = "stored" | "repeated" | "gap" | "late" | "cut";

/** Counts what this replica was sent of logs. */
export interface LogCounters {
  readonly pieces: Map<PieceOutcome, number>;
  bytes: number;
}

/** Begins to count. */
export function logCounters(): LogCounters {
  return { pieces: new Map([["stored", 0]]), bytes: 0 };
}
