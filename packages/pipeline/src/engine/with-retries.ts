import { isPassing } from "@debootc/core/error/is-passing";
import { toErrorRecord } from "@debootc/core/error/error-record";
import type { Reporter } from "@debootc/core/event/event";
import { reasonOf } from "@debootc/tools/errno";
import { setTimeout } from "node:timers/promises";

const firstPauseSeconds = 5;
const longestPauseSeconds = 60;

interface Retrying {
  readonly title: string;
  readonly retries?: number | undefined;
  readonly report: Reporter;
  readonly log: (line: string) => void;
  readonly signal: AbortSignal;
  /** Waits between attempts, until the signal is aborted. */
  readonly pause?: ((seconds: number, signal: AbortSignal) => Promise<void>) | undefined;
}

/**
 * Does work once more, after a pause that grows, if a mirror or a registry failed: what they had delivered is in the cache.
 * Every other failure, and the last one, is thrown.
 */
export async function withRetries<Result>(
  { title, retries = 0, report, log, signal, pause = wait }: Retrying,
  work: () => Promise<Result>,
): Promise<Result> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await work();
    } catch (error) {
      const { code } = toErrorRecord(error);
      if (signal.aborted || attempt > retries || !isPassing(code)) throw error;
      const seconds = Math.min(firstPauseSeconds * 3 ** (attempt - 1), longestPauseSeconds);
      const message = `${title}: ${reasonOf(error)}`;
      const hint = `It is tried again in ${seconds} s, for the ${ordinal(attempt)} time of at most ${retries}.`;
      report({
        type: "diagnostic",
        diagnostic: { severity: "warning", code: "step-retried", message, hint },
      });
      log(`${message}\n${hint}`);
      await pause(seconds, signal);
    }
  }
}

async function wait(seconds: number, signal: AbortSignal): Promise<void> {
  await setTimeout(seconds * 1000, undefined, { signal });
}

function ordinal(count: number): string {
  const endings: Readonly<Record<number, string>> = { 1: "st", 2: "nd", 3: "rd" };
  return `${count}${endings[count] ?? "th"}`;
}
