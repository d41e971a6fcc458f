/** Holds the requests of hosts that wait for an order, one of each host: a newer one ends the wait of an older one. */
export class WaitingHosts {
  readonly #waiting = new Map<number, (news: News) => void>();

  /** Waits until there may be something for a host, its request is replaced, the signal ends it, or the time is over. */
  async wait(host: number, milliseconds: number, signal: AbortSignal): Promise<News> {
    if (signal.aborted) return "over";
    const { promise, resolve } = Promise.withResolvers<News>();
    const timer = setTimeout(() => resolve("over"), milliseconds);
    const abort = () => resolve("over");
    signal.addEventListener("abort", abort, { once: true });
    this.#waiting.get(host)?.("replaced");
    this.#waiting.set(host, resolve);
    try {
      return await promise;
    } finally {
      clearTimeout(timer);
      signal.removeEventListener("abort", abort);
      if (this.#waiting.get(host) === resolve) this.#waiting.delete(host);
    }
  }

  /** Lets hosts look for orders at once. */
  wake(hosts: Iterable<number>): void {
    for (const host of hosts) this.#waiting.get(host)?.("woken");
  }

  /** Returns the hosts that wait. */
  hosts(): readonly number[] {
    return [...this.#waiting.keys()];
  }
}

/** Says why a wait has ended. */
type News = "woken" | "replaced" | "over";
