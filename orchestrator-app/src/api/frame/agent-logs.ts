import type { Context } from "hono";
import type { Appended, LogPiece } from "../../task-log/append-pieces.ts";
import type { LogKey } from "../../task-log/log-key.ts";

/** Holds what the logs of agents need. */
export interface AgentLogs {
  /** Returns the attempt that an order of the calling host is for. Throws `not-authenticated` or `not-found`. */
  readonly attemptOf: (c: Context, order: string) => Promise<LogKey>;
  /** Stores a piece durably. */
  readonly append: (piece: LogPiece) => Promise<Appended>;
}
