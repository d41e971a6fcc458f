import type { Log } from "../log/log.ts";

/** Logs the first of a kind of events at once, and then at most one line in ten seconds with how many there were. */
export class RareLog {
  readonly #log: Log;
  readonly #clock: () => Date;
  #next = Number.NEGATIVE_INFINITY;
  #unsaid = 0;

  constructor(log: Log, clock: () => Date) {
    this.#log = log;
    this.#clock = clock;
  }

  warn(fields: object, message: string): void {
    this.#unsaid++;
    const now = this.#clock().getTime();
    if (now < this.#next) return;
    this.#log.warn({ ...fields, times: this.#unsaid }, message);
    this.#next = now + 10_000;
    this.#unsaid = 0;
  }
}
