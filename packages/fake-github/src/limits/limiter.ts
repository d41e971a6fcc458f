import type { Limits } from "./github-limits.ts";
import { type WindowCounter, windowCounter } from "./window-counter.ts";

/** Describes a request as far as limits look at it. */
export interface Cost {
  /** Whose limits it counts against. */
  readonly caller: string;
  readonly isAnonymous: boolean;
  readonly method: string;
  /** Whether it makes something that people see. */
  readonly isContent: boolean;
  /** The repository that it registers a runner in. */
  readonly registersIn?: string;
  /** Whether it counts at all: asking for the limits does not. */
  readonly isFree: boolean;
}

/** Is a refusal by a limit. */
export interface Exceeded {
  readonly kind: "primary" | "secondary";
  /** Seconds until the next try makes sense. */
  readonly retryAfter: number;
}

/** Says how much of the primary limit is left. */
export interface Budget {
  readonly limit: number;
  readonly used: number;
  readonly remaining: number;
  /** In seconds since 1970. */
  readonly reset: number;
}

/** Counts requests against GitHub's limits. */
export interface Limiter {
  /** Returns what refuses a request; without a refusal it counts as begun, until `end`. */
  readonly begin: (cost: Cost, now: number) => Exceeded | undefined;
  readonly end: (cost: Cost) => void;
  readonly budget: (caller: string, isAnonymous: boolean, now: number) => Budget;
}

const minute = 60_000;
const hour = 60 * minute;

/** Returns a limiter. */
export function limiter(limits: Limits): Limiter {
  const counters = new Map<string, WindowCounter>();
  const running = new Map<string, number>();
  const counter = (name: string, length: number) => {
    const known = counters.get(name) ?? windowCounter(length);
    counters.set(name, known);
    return known;
  };
  const budget = (caller: string, isAnonymous: boolean, now: number): Budget => {
    const limit = isAnonymous ? limits.anonymousPerHour : limits.perHour;
    const main = counter(`core ${caller}`, hour);
    const used = Math.min(main.used(now), limit);
    return { limit, used, remaining: limit - used, reset: Math.ceil(main.end(now) / 1000) };
  };
  const begin = (cost: Cost, now: number): Exceeded | undefined => {
    const { caller, isFree } = cost;
    if (isFree) return undefined;
    if ((running.get(caller) ?? 0) >= limits.concurrent) return { kind: "secondary", retryAfter: 60 };
    const { remaining, reset } = budget(caller, cost.isAnonymous, now);
    if (remaining <= 0) return { kind: "primary", retryAfter: Math.max(1, reset - Math.floor(now / 1000)) };
    const points = cost.method === "get" ? 1 : 5;
    const windows = [
      { name: `points ${caller}`, length: minute, amount: points, most: limits.pointsPerMinute },
      ...(cost.isContent
        ? [
            { name: `content ${caller}`, length: minute, amount: 1, most: limits.contentPerMinute },
            { name: `contents ${caller}`, length: hour, amount: 1, most: limits.contentPerHour },
          ]
        : []),
      ...(cost.registersIn === undefined
        ? []
        : [
            {
              name: `runners ${cost.registersIn}`,
              length: 5 * minute,
              amount: 1,
              most: limits.runnersPerFiveMinutes,
            },
          ]),
    ];
    for (const { name, length, amount, most } of windows) {
      const window = counter(name, length);
      if (window.used(now) + amount > most)
        return { kind: "secondary", retryAfter: Math.max(1, Math.ceil((window.end(now) - now) / 1000)) };
    }
    for (const { name, length, amount } of windows) counter(name, length).add(now, amount);
    counter(`core ${caller}`, hour).add(now, 1);
    running.set(caller, (running.get(caller) ?? 0) + 1);
    return undefined;
  };
  return {
    begin,
    budget,
    end: ({ caller, isFree }) => {
      if (!isFree) running.set(caller, (running.get(caller) ?? 1) - 1);
    },
  };
}
