import { toErrorRecord } from "@debootc/core/error/error-record";
import type { Reporter } from "@debootc/core/event/event";

/** Characters of mv's message to show: it may name paths that a package made arbitrarily long. */
const longest = 500;

/** Reports as a warning why the root of a failed build is not kept: the run's error is why the build failed. */
export function tellUnkept(error: unknown, report: Reporter): void {
  const { code, message, hint } = toErrorRecord(error);
  report({
    type: "diagnostic",
    diagnostic: {
      severity: "warning",
      code,
      message: `cannot keep the root of the failed build: ${message.slice(0, longest)}`,
      ...(hint === undefined ? {} : { hint }),
    },
  });
}
