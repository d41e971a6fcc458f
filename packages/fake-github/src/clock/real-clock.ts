import type { Clock } from "./clock.ts";

/** Node fires a timer at once whose delay does not fit in 31 bits. */
const longestDelay = 2 ** 31 - 1;

/** Returns a clock that goes by the machine's; its timers keep no process alive. */
export function realClock(now: () => number): Clock {
  return {
    now,
    after: (milliseconds, callback) => {
      let timer: NodeJS.Timeout;
      const due = now() + milliseconds;
      const arm = () => {
        const left = due - now();
        timer = setTimeout(left > longestDelay ? arm : callback, Math.max(0, Math.min(left, longestDelay)));
        timer.unref();
      };
      arm();
      return () => clearTimeout(timer);
    },
  };
}
