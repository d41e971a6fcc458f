import { composeSteps } from "@debootc/core/phase/compose-steps";
import { DebootcError } from "@debootc/core/error/debootc-error";
import type { Cache } from "../../cache/cache.ts";

/** Returns a cache from which results can be taken, and that refuses to have any made: the step that makes them is left out. */
export function onlyCached(cache: Cache): Cache {
  return {
    ...cache,
    put: async (kind, key) => {
      const lease = await cache.get(kind, key);
      if (lease !== undefined) return lease;
      throw notCached(kind);
    },
  };
}

/** Makes the error that the result of a step is wanted, not there, and not to be made. */
export function notCached(step: string): DebootcError {
  const phase = Object.entries(composeSteps).find(([name]) => name === step)?.[1];
  return new DebootcError(
    "usage",
    `the result of ${step} is not in the cache, and ${phase === undefined ? step : `the phase ${phase}`} is left out`,
    {
      hint:
        phase === undefined
          ? "Do not leave it out."
          : `Let ${phase} run too: add it to --phase, or do not skip it.`,
    },
  );
}
