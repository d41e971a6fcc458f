import { DebootcError } from "@debootc/core/error/debootc-error";
import type { Reporter } from "@debootc/core/event/event";
import { setTimeout as sleep } from "node:timers/promises";
import { type Part, partFailure } from "./part.ts";

/** Starts a part; `again` says that it ran before in this session. */
export type StartPart = (again: boolean) => Promise<Part>;

/** Says which parts there are, and which of them are started again when they end by themselves. */
export interface PartPlans {
  readonly [name: string]: { readonly start: StartPart; readonly isKept: boolean };
}

/** Holds the parts that come and go: the hub and the agents. */
export interface PartTable {
  /** Starts a part, or one that was killed again. Throws `scenario-failed` if it runs. */
  readonly start: (name: string) => Promise<void>;
  /** Kills a part for good, until it is started again. */
  readonly kill: (name: string) => Promise<void>;
  readonly freeze: (name: string) => void;
  readonly thaw: (name: string) => void;
  readonly stop: (name: string) => Promise<void>;
  /** Rejects when a part ended that is not to. */
  readonly broken: Promise<never>;
}

/** A part that ends so often in a row is not started again. */
const mostStarts = 5;
/** One that ran for so long is whole. */
const wholeMs = 60_000;

interface Surroundings {
  readonly reporterOf: (node: string) => Reporter;
  readonly now: () => number;
  /** How long a part stays away that is started again. */
  readonly pauseMs: number;
  readonly signal: AbortSignal;
}

/** Returns a table in which no part runs yet. */
export function partTable(plans: PartPlans, { reporterOf, now, pauseMs, signal }: Surroundings): PartTable {
  const running = new Map<string, Part>();
  const wasStarted = new Set<string>();
  let fail: (error: unknown) => void = () => {};
  const broken = new Promise<never>((_, reject) => {
    fail = reject;
  });
  broken.catch(() => {});

  function planOf(name: string) {
    const plan = plans[name];
    if (plan !== undefined) return plan;
    const allowed = Object.keys(plans).join(", ");
    throw new DebootcError("scenario-failed", `there is no part ${name}; there are ${allowed}`, {
      hint: "--agents says how many agents there are.",
    });
  }

  function partOf(name: string): Part {
    planOf(name);
    const part = running.get(name);
    if (part === undefined) throw new DebootcError("scenario-failed", `${name} does not run`);
    return part;
  }

  async function start(name: string): Promise<void> {
    const plan = planOf(name);
    if (running.has(name)) throw new DebootcError("scenario-failed", `${name} runs already`);
    const part = await plan.start(wasStarted.has(name));
    wasStarted.add(name);
    running.set(name, part);
    void watch(name, part, now());
  }

  async function watch(name: string, part: Part, since: number, starts = 1): Promise<void> {
    const how = await part.ended;
    // Who killed or stopped it has taken it out.
    if (running.get(name) !== part || signal.aborted) return;
    running.delete(name);
    const failure = partFailure(part, `ended with ${how}`);
    const isWhole = now() - since >= wholeMs;
    if (!planOf(name).isKept || (!isWhole && starts >= mostStarts)) return fail(failure);
    reporterOf(name)({
      type: "diagnostic",
      diagnostic: {
        severity: "warning",
        code: failure.code,
        message: `${name} ended with ${how}; it is started again`,
      },
    });
    await sleep(pauseMs, undefined, { signal }).catch(() => {});
    if (signal.aborted || running.has(name)) return;
    try {
      const next = await planOf(name).start(true);
      running.set(name, next);
      void watch(name, next, now(), isWhole ? 1 : starts + 1);
    } catch (error) {
      fail(error);
    }
  }

  return {
    start,
    kill: async (name) => {
      const part = partOf(name);
      running.delete(name);
      part.send("SIGKILL");
      await part.ended;
    },
    freeze: (name) => partOf(name).send("SIGSTOP"),
    thaw: (name) => partOf(name).send("SIGCONT"),
    stop: async (name) => {
      const part = running.get(name);
      running.delete(name);
      await part?.stop();
    },
    broken,
  };
}
