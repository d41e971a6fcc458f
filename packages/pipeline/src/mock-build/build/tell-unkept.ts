import { toErrorRecord } from "@debootc/core/error/error-record";
import type { Reporter } from "@debootc/core/event/event";

/** Of what mv says, which may name paths that a package made as long as it likes. */
const longest = 500;

/** Tells why the root of a failed build is not kept, as a warning: the error of the run is why the build failed. */
export function tellUnkept(error: unknown, report: Reporter): void {
  const { code, message, hint } = toErrorRecord(error);
  report({
    type: "diagnostic",
    diagnostic: {
      severity: "warning",
      code,
      message: `the root of the failed build is not kept: ${message.slice(0, longest)}`,
      ...(hint === undefined ? {} : { hint }),
    },
  });
}
