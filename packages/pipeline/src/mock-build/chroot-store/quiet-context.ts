import type { OperationContext } from "../../worker/operation-context.ts";

/** Returns a context for steps whose output belongs to the command that a person runs, or to nobody. */
export function quietContext(signal: AbortSignal): OperationContext {
  return { report: () => {}, log: () => {}, signal };
}
