/** Is aborted as soon as one of several signals is, or after a time; it is told apart by what it says of each. */
export interface JoinedSignal extends Disposable {
  readonly signal: AbortSignal;
  readonly isTimedOut: () => boolean;
}

/**
 * Joins signals until it is disposed of. `AbortSignal.any` would keep something of each join for as long as the signals
 * live, and these live as long as a run of thousands of nodes.
 */
export function joinedSignal(signals: readonly AbortSignal[], timeoutSeconds: number): JoinedSignal {
  const joined = new AbortController();
  let isTimedOut = false;
  const abort = (event: Event) => joined.abort((event.target as AbortSignal).reason);
  const timer = setTimeout(() => {
    isTimedOut = true;
    joined.abort(new DOMException("The time is up", "TimeoutError"));
  }, timeoutSeconds * 1000);
  // As with `AbortSignal.timeout`: a process may end before.
  timer.unref();
  for (const signal of signals) {
    if (signal.aborted) joined.abort(signal.reason);
    signal.addEventListener("abort", abort);
  }
  return {
    signal: joined.signal,
    isTimedOut: () => isTimedOut,
    [Symbol.dispose]: () => {
      clearTimeout(timer);
      for (const signal of signals) signal.removeEventListener("abort", abort);
    },
  };
}
