import type { Reporter } from "@debootc/core/event/event";

/** What a long step gets from its surroundings, in this process or in the privileged worker. */
export interface OperationContext {
  readonly report: Reporter;
  readonly log: (line: string) => void;
  readonly signal: AbortSignal;
}
