import { setTimeout as sleep } from "node:timers/promises";

/** Waits for some milliseconds, or until the signal says that it is enough. */
export async function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  try {
    await sleep(milliseconds, undefined, { signal });
  } catch (error) {
    if (!signal.aborted) throw error;
  }
}
