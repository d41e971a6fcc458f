import type { Database } from "../database/database.ts";
import { isOfData } from "../database/is-of-data.ts";
import { type Appended, appendPieces, type LogPiece } from "./append-pieces.ts";
import type { LogCounters } from "./log-counters.ts";

interface Waiting {
  readonly piece: LogPiece;
  readonly resolve: (answer: Appended) => void;
  readonly reject: (error: unknown) => void;
}

interface Surroundings {
  readonly database: Database;
  readonly clock: () => Date;
  readonly counters: LogCounters;
}

/** Bounds what one transaction stores. */
const mostPieces = 200;
const mostBytes = 4 * 1024 * 1024;

/**
 * Collects pieces of logs that come while others are being stored, so that one commit to the disk serves many hosts. Each is
 * answered once it is stored durably; one that comes alone does not wait for others.
 */
export class LogBatcher {
  readonly #surroundings: Surroundings;
  #waiting: Waiting[] = [];
  #running: Promise<void> | undefined;

  constructor(surroundings: Surroundings) {
    this.#surroundings = surroundings;
  }

  /** Stores a piece and returns where the next one is to begin. Throws what the database says if it is not stored. */
  add(piece: LogPiece): Promise<Appended> {
    const stored = new Promise<Appended>((resolve, reject) => {
      this.#waiting.push({ piece, resolve, reject });
    });
    this.#running ??= this.#run();
    return stored;
  }

  /** Returns once nothing is waiting to be stored. */
  async idle(): Promise<void> {
    while (this.#running !== undefined) await this.#running;
  }

  async #run(): Promise<void> {
    // What else has arrived in this turn of the event loop comes along.
    await new Promise((resolve) => setImmediate(resolve));
    while (this.#waiting.length > 0) await this.#store(this.#take());
    this.#running = undefined;
  }

  #take(): Waiting[] {
    let bytes = 0;
    const beyond = this.#waiting.findIndex(({ piece }, index) => {
      bytes += piece.bytes.length;
      return index === mostPieces || (index > 0 && bytes > mostBytes);
    });
    return this.#waiting.splice(0, beyond === -1 ? this.#waiting.length : beyond);
  }

  async #store(batch: readonly Waiting[]): Promise<void> {
    const { database, clock, counters } = this.#surroundings;
    const pieces = batch.map(({ piece }) => piece);
    try {
      const answers = await database.queries
        .transaction()
        .execute((trx) => appendPieces(trx, pieces, clock()));
      for (const [index, { resolve }] of batch.entries()) {
        const answer = answers[index];
        if (answer === undefined) throw new Error("every piece has an answer");
        counters.pieces.set(answer.outcome, (counters.pieces.get(answer.outcome) ?? 0) + 1);
        counters.bytes += answer.stored;
        resolve(answer);
      }
    } catch (error) {
      if (batch.length === 1 || !isOfData(error)) {
        for (const { reject } of batch) reject(error);
        return;
      }
      // One that the database does not take must not take the others with it.
      for (const one of batch) await this.#store([one]);
    }
  }
}
