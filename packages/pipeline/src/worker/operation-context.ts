import type { Reporter } from "@debootc/core/event/event";

/** Holds what a long step gets from its surroundings, in this process or in the privileged worker. */
export interface OperationContext {
  readonly report: Reporter;
  readonly log: (line: string) => void;
  readonly signal: AbortSignal;
  /** Asks whoever began the operation, and may itself answer in the middle of it; absent where nobody answers. */
  readonly ask?: (question: unknown) => Promise<unknown>;
}
