import { setTimeout as sleep } from "node:timers/promises";
import type { Reporter } from "@debootc/core/event/event";
import { RegistryError, type RegistryErrorKind } from "@debootc/tools/registry/registry-error";
import pRetry from "p-retry";

/** Says how patient a push is. */
export interface Patience {
  /** Number of further attempts after the first, for each request or blob. */
  readonly retries: number;
  /** Pause before the second attempt; it doubles with each further one up to half a minute, with jitter. */
  readonly firstPauseSeconds: number;
  /** How long nothing may move. */
  readonly stallSeconds: number;
}

export const usualPatience: Patience = { retries: 6, firstPauseSeconds: 1, stallSeconds: 120 };

/** Is for a registry that has not answered yet: mistyped names are more frequent than trouble at that very moment. */
export function patienceToConnect(patience: Patience): Patience {
  return { ...patience, retries: Math.min(patience.retries, 2) };
}

interface Attempts {
  readonly patience: Patience;
  readonly signal: AbortSignal;
  /** Gets a line for each attempt that failed. */
  readonly log: (line: string) => void;
  readonly report: Reporter;
}

/** Names the failures that another attempt may not have. */
const passing: readonly RegistryErrorKind[] = ["unreachable", "stalled", "throttled", "damaged"];

/** Bounds how long a registry can make a push wait. */
export const longestWaitSeconds = 120;

/** Tries again as long as a failure may pass, and no sooner than the registry asks for. Throws the last failure. */
export async function retried<Result>(
  work: () => Promise<Result>,
  { patience, signal, log, report }: Attempts,
): Promise<Result> {
  return pRetry(work, {
    retries: patience.retries,
    minTimeout: patience.firstPauseSeconds * 1000,
    maxTimeout: 30_000,
    randomize: true,
    signal,
    shouldRetry: ({ error }) => mayPass(error),
    onFailedAttempt: async ({ error, retriesLeft, retryDelay }) => {
      if (!mayPass(error) || retriesLeft === 0) return;
      log(`${error.message}; another attempt follows, ${retriesLeft} are left`);
      report({ type: "progress", step: `trying again after ${error.message}` });
      const wanted = (error as RegistryError).retryAfterSeconds ?? 0;
      await sleep(Math.max(0, wanted * 1000 - retryDelay), undefined, { signal });
    },
  });
}

/** Returns whether it makes sense to try again, and within the time that the registry asks for. */
function mayPass(error: unknown): boolean {
  if (!(error instanceof RegistryError)) return false;
  return passing.includes(error.kind) && (error.retryAfterSeconds ?? 0) <= longestWaitSeconds;
}
