import { toErrorRecord } from "@debootc/core/error/error-record";
import type { Reporter } from "@debootc/core/event/event";

/**
 * Does something, then takes down what was set up for it, however it ended. If both fail, the first error is thrown and the
 * other becomes a warning: it is most often a consequence, and would hide the reason.
 */
export async function withTakeDown<T>(
  use: () => Promise<T>,
  takeDown: () => Promise<void>,
  report: Reporter,
): Promise<T> {
  let outcome: T;
  try {
    outcome = await use();
  } catch (error) {
    await takeDown().catch((second: unknown) => {
      const { code, message, hint } = toErrorRecord(second);
      report({
        type: "diagnostic",
        diagnostic: {
          severity: "warning",
          code,
          message: `after a failure, clean-up failed too: ${message}`,
          ...(hint === undefined ? {} : { hint }),
        },
      });
    });
    throw error;
  }
  await takeDown();
  return outcome;
}
