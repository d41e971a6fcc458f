import { errorCodes } from "../error/codes.ts";
import type { LintReport } from "./lint-report.ts";

/** Returns the exit status of a run of the linter that completed. */
export function lintStatus(
  { errors, warnings }: LintReport,
  { fatalWarnings }: { readonly fatalWarnings: boolean },
) {
  return errors > 0 || (fatalWarnings && warnings > 0) ? errorCodes["lint-failed"].exit : 0;
}
