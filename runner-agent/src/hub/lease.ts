/**
 * Counts for how long the hub takes this host for alive. Once that is over, the lease stays lost until a new session
 * begins, since the hub may have given the orders to others.
 */
export class Lease {
  readonly #uptime: () => number;
  #length = 0;
  #renewed = 0;
  #isLost = true;

  /** `uptime` counts milliseconds, those among them in which the machine or this process stood still. */
  constructor(uptime: () => number) {
    this.#uptime = uptime;
  }

  /** Begins the lease of a session, which was asked for at `sent`. */
  begin(lengthMs: number, sent: number): void {
    this.#length = lengthMs;
    this.#renewed = sent;
    this.#isLost = false;
  }

  /** Makes it last longer, for a heartbeat that was sent at `sent` and has been answered. A lost one stays lost. */
  renew(sent: number): void {
    if (!this.isLost()) this.#renewed = Math.max(this.#renewed, sent);
  }

  isLost(): boolean {
    this.#isLost ||= this.left() <= 0;
    return this.#isLost;
  }

  /** Returns how long it still lasts, in milliseconds. */
  left(): number {
    return this.#isLost ? 0 : this.#renewed + this.#length - this.#uptime();
  }
}
