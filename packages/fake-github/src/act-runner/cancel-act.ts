import { setTimeout as delay } from "node:timers/promises";
import { descendantsOf } from "../process/descendants.ts";
import { sendSignal } from "../process/start-process.ts";

/** Is how long GitHub's runner lets a step go on after each signal, and how long what cleans up may take. */
const timeToEnd = 7500;
const timeToTerminate = 2500;
const timeToClean = 60_000;

/**
 * Cancels what act does, as GitHub's runner cancels a job: the step that runs gets signals that grow stronger, then only steps
 * run that always do. act itself leaves a running step alone.
 */
export async function cancelAct(act: number | undefined): Promise<void> {
  if (act === undefined) return;
  const steps = await descendantsOf(act);
  // By this signal act skips what is left but for the steps that always run.
  sendSignal(act, "SIGINT");
  for (const [signal, milliseconds] of [
    ["SIGINT", timeToEnd],
    ["SIGTERM", timeToTerminate],
    ["SIGKILL", timeToClean],
  ] as const) {
    // A step that ended may have left its number to another process.
    const left = new Set(await descendantsOf(act));
    for (const step of steps) if (left.has(step)) sendSignal(step, signal);
    await delay(milliseconds, undefined, { ref: false });
  }
  for (const one of await descendantsOf(act)) sendSignal(one, "SIGKILL");
  sendSignal(act, "SIGKILL");
}
