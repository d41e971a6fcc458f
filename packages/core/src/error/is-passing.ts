import type { ErrorCode } from "./codes.ts";

/** Codes of failures that may be over a moment later: of all that is of infrastructure, what lies behind a network. */
const passing: ReadonlySet<ErrorCode> = new Set([
  "mirror-unreachable",
  "registry-unreachable",
  "artifact-unavailable",
]);

/** Says whether a step that failed with this code may succeed if it is done once more, with nothing changed. */
export function isPassing(code: ErrorCode): boolean {
  return passing.has(code);
}
