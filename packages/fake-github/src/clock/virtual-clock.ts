import type { Clock } from "./clock.ts";

/** Is a clock that moves only when a test says so. */
export interface VirtualClock extends Clock {
  /** Moves on, through each timer that falls due in its order; `settle` is awaited after each. */
  readonly advance: (milliseconds: number, settle?: () => Promise<void>) => Promise<void>;
  /** Returns when the next timer falls due; undefined without any. */
  readonly next: () => number | undefined;
}

interface Timer {
  readonly due: number;
  readonly order: number;
  readonly callback: () => void;
}

/** Returns a clock that begins at a given time. */
export function virtualClock(start = Date.parse("2026-11-30T12:00:00Z")): VirtualClock {
  let time = start;
  let order = 0;
  const timers = new Set<Timer>();
  const first = (until: number) => {
    let found: Timer | undefined;
    for (const timer of timers) if (timer.due <= until && isBefore(timer, found)) found = timer;
    return found;
  };
  return {
    now: () => time,
    after: (milliseconds, callback) => {
      order += 1;
      const timer = { due: time + Math.max(0, milliseconds), order, callback };
      timers.add(timer);
      return () => timers.delete(timer);
    },
    next: () => first(Number.POSITIVE_INFINITY)?.due,
    advance: async (milliseconds, settle = async () => {}) => {
      const until = time + milliseconds;
      await settle();
      for (let timer = first(until); timer !== undefined; timer = first(until)) {
        timers.delete(timer);
        // A timer that was set while this one was awaited may already be late.
        time = Math.max(time, timer.due);
        timer.callback();
        await settle();
      }
      time = Math.max(time, until);
    },
  };
}

function isBefore(timer: Timer, other: Timer | undefined): boolean {
  return (
    other === undefined || timer.due < other.due || (timer.due === other.due && timer.order < other.order)
  );
}
