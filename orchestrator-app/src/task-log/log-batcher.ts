import type { Database } from "../database/database.ts";
import { Batcher } from "../database/batcher.ts";
import { type Appended, appendPieces, type LogPiece } from "./append-pieces.ts";
import type { LogCounters } from "./log-counters.ts";

interface Surroundings {
  readonly database: Database;
  readonly clock: () => Date;
  readonly counters: LogCounters;
}

/** Stores pieces of logs of many hosts at once, and answers for each where the next one is to begin. */
export class LogBatcher extends Batcher<LogPiece, Appended> {
  constructor({ database, clock, counters }: Surroundings) {
    super({
      ...{ most: 200, mostSize: 4 * 1024 * 1024, sizeOf: ({ bytes }) => bytes.length },
      store: async (pieces) => {
        const answers = await database.transact((trx) => appendPieces(trx, pieces, clock()));
        for (const { outcome, stored } of answers) {
          counters.pieces.set(outcome, (counters.pieces.get(outcome) ?? 0) + 1);
          counters.bytes += stored;
        }
        return answers;
      },
    });
  }
}
