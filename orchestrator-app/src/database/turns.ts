/**
 * Gives the single session of a database to one after the other, in the order in which they ask; who asks urgently comes
 * before all that wait otherwise.
 */
export class Turns {
  readonly #urgent: (() => void)[] = [];
  readonly #others: (() => void)[] = [];
  #isTaken = false;

  /** Returns when it is the turn of whoever asks, who has to end it. */
  async take(isUrgent: boolean): Promise<void> {
    if (!this.#isTaken) {
      this.#isTaken = true;
      return;
    }
    await new Promise<void>((resolve) => (isUrgent ? this.#urgent : this.#others).push(resolve));
  }

  end(): void {
    const next = this.#urgent.shift() ?? this.#others.shift();
    if (next === undefined) this.#isTaken = false;
    else next();
  }
}
