/** Counts within windows of a fixed length, the first of which begins with the first thing counted. */
export interface WindowCounter {
  /** Counts something, and returns how much the window has then. */
  readonly add: (now: number, amount: number) => number;
  readonly used: (now: number) => number;
  /** Returns when the window ends. */
  readonly end: (now: number) => number;
}

/** Returns a counter for windows of so many milliseconds. */
export function windowCounter(length: number): WindowCounter {
  let start = Number.NEGATIVE_INFINITY;
  let used = 0;
  const roll = (now: number) => {
    if (now < start + length) return;
    start = now;
    used = 0;
  };
  return {
    add: (now, amount) => {
      roll(now);
      used += amount;
      return used;
    },
    used: (now) => (now < start + length ? used : 0),
    end: (now) => (now < start + length ? start + length : now + length),
  };
}
