/** Tells the time and calls back at a time; everything here that waits or expires goes by one. */
export interface Clock {
  /** Returns milliseconds since 1970. */
  readonly now: () => number;
  /** Calls back after some milliseconds, and returns what cancels that. */
  readonly after: (milliseconds: number, callback: () => void) => () => void;
}

/** Returns a time as GitHub's API writes it: to the second, in UTC. */
export function stamp(time: number): string {
  return new Date(time).toISOString().replace(/[.]\d+Z$/, "Z");
}

/** Waits by a clock. */
export function delay(clock: Clock, milliseconds: number): Promise<void> {
  return new Promise((resolve) => {
    clock.after(milliseconds, resolve);
  });
}
