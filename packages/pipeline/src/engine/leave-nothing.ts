import type { Reporter } from "@debootc/core/event/event";
import { reasonOf } from "@debootc/tools/errno";

/** Ends what a run held. What cannot be removed is reported and never hides how the run itself went. */
export async function leaveNothing(held: AsyncDisposable, report: Reporter): Promise<void> {
  try {
    await held[Symbol.asyncDispose]();
  } catch (error) {
    report({
      type: "diagnostic",
      diagnostic: {
        severity: "warning",
        code: "left-over",
        message: `not everything could be cleaned up: ${reasonOf(error)}`,
        hint: "debootc doctor --fix removes what is left.",
      },
    });
  }
}
