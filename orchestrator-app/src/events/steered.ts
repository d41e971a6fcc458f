import { DebootcError } from "@debootc/core/error/debootc-error";

/**
 * Returns what came of steering a run or a task. That it is in no state for it is an answer: events come late, and people
 * use buttons of pages that are out of date.
 */
export async function steered(steering: Promise<unknown>, done: string): Promise<string> {
  try {
    await steering;
    return done;
  } catch (error) {
    if (!(error instanceof DebootcError) || error.code !== "state-conflict") throw error;
    return `no change: ${error.message}`;
  }
}
