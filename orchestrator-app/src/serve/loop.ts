import type { Log } from "../log/log.ts";

/** Describes work that the hub does again and again. */
export interface LoopPlan {
  readonly name: string;
  /** The pause between two rounds in milliseconds, unless something wakes the loop. */
  readonly every: number;
  /** Set for work that fails whenever GitHub or something else outside of the hub does. */
  readonly isOutside?: true;
  /** Does one round; returns true if there is more to do at once. Ends early when the signal says so. */
  readonly round: (signal: AbortSignal) => Promise<boolean>;
}

/** Says how a loop is doing. */
export interface LoopState {
  readonly name: string;
  readonly isOutside: boolean;
  readonly rounds: number;
  readonly lastSuccess: Date | undefined;
  readonly lastFailure: { readonly at: Date; readonly message: string } | undefined;
  /** How many rounds have failed since one was done. */
  readonly failures: number;
}

/** The longest pause after failures, in milliseconds. */
const longestPause = 60_000;

/** Does rounds of some work until it is stopped. A round that fails is logged, and done again after a longer pause. */
export class Loop {
  readonly #plan: LoopPlan;
  readonly #clock: () => Date;
  readonly #log: Log;
  readonly #stop = new AbortController();
  #state: LoopState;
  #isWoken = false;
  #endPause: () => void = () => {};
  #ended: Promise<void> | undefined;

  constructor(plan: LoopPlan, { clock, log }: { readonly clock: () => Date; readonly log: Log }) {
    this.#plan = plan;
    this.#clock = clock;
    this.#log = log;
    this.#state = {
      name: plan.name,
      isOutside: plan.isOutside === true,
      rounds: 0,
      lastSuccess: undefined,
      lastFailure: undefined,
      failures: 0,
    };
  }

  get state(): LoopState {
    return this.#state;
  }

  start(): void {
    this.#ended ??= this.#run();
  }

  /** Begins the next round at once, or after the one that is under way. After a failure it still waits. */
  wake(): void {
    this.#isWoken = true;
    if (this.#state.failures === 0) this.#endPause();
  }

  /** Returns once the round that is under way has ended; there is none after it. */
  async stop(): Promise<void> {
    this.#stop.abort();
    this.#endPause();
    await this.#ended;
  }

  async #run(): Promise<void> {
    while (!this.#stop.signal.aborted) {
      this.#isWoken = false;
      const isMore = await this.#round();
      if (this.#stop.signal.aborted) return;
      if (isMore || (this.#isWoken && this.#state.failures === 0)) {
        // Others get their turn between two rounds.
        await new Promise((resolve) => setImmediate(resolve));
      } else {
        await this.#pause();
      }
    }
  }

  async #round(): Promise<boolean> {
    try {
      const isMore = await this.#plan.round(this.#stop.signal);
      this.#state = {
        ...this.#state,
        rounds: this.#state.rounds + 1,
        lastSuccess: this.#clock(),
        failures: 0,
      };
      return isMore;
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      this.#state = {
        ...this.#state,
        rounds: this.#state.rounds + 1,
        lastFailure: { at: this.#clock(), message },
        failures: this.#state.failures + 1,
      };
      this.#log.error({ loop: this.#plan.name, failures: this.#state.failures, error }, "a round failed");
      return false;
    }
  }

  async #pause(): Promise<void> {
    const { every } = this.#plan;
    const { failures } = this.#state;
    const length =
      failures === 0 ? every : Math.min(Math.max(every, 500) * 2 ** (failures - 1), longestPause);
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, length);
      this.#endPause = () => {
        clearTimeout(timer);
        resolve();
      };
    });
    this.#endPause = () => {};
  }
}
