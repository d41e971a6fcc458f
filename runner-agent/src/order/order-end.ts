import type { OrderReport } from "@debootc/core/fleet/agent-messages";
import { type ErrorCode, errorCodes } from "@debootc/core/error/codes";
import { DebootcError } from "@debootc/core/error/debootc-error";
import { reasonOf } from "@debootc/tools/errno";
import { constants } from "node:os";

/** Says why an order was ended before its runner was through. */
export type EndReason = "timed-out" | "given-up" | "agent-stopped" | "hub-lost";

export type Exit = NonNullable<OrderReport["exit"]>;
type Failure = NonNullable<Exit["failure"]>;

const words = {
  "timed-out": { code: "timed-out", message: "the runner did not end within the time of its order" },
  "given-up": { code: "cancelled", message: "the hub gave the order up" },
  "agent-stopped": { code: "agent-stopped", message: "the agent of the host was stopped" },
  "hub-lost": { code: "agent-stopped", message: "the agent of the host lost its hub" },
} as const satisfies Record<EndReason, { readonly code: ErrorCode; readonly message: string }>;

/** Tells how a runner ended by itself, in the words of shells: 126 and 127 for a program that is none, 128 and more for a signal. */
export function exitOf(status: number): Exit {
  if (status === 126 || status === 127)
    return {
      code: status,
      signal: null,
      failure: failure("runner-not-started", "the end of its log says why"),
    };
  const signal = Object.entries(constants.signals).find(([, number]) => number === status - 128)?.[0];
  return signal === undefined ? { code: status, signal: null } : { code: null, signal };
}

/** Tells how a runner ended that the agent ended. */
export function exitByReason(reason: EndReason): Exit {
  const { code, message } = words[reason];
  return { code: null, signal: "SIGKILL", failure: failure(code, message) };
}

/** Tells that a runner could not be started, or was lost. */
export function exitByError(error: unknown): Exit {
  if (error instanceof DebootcError && error.code !== "tool-failed")
    return { code: null, signal: null, failure: failure(error.code, error.message, error.hint) };
  return { code: null, signal: null, failure: failure("runner-not-started", reasonOf(error)) };
}

function failure(code: ErrorCode, message: string, hint?: string): Failure {
  return {
    code,
    class: errorCodes[code].class,
    message: message.slice(0, 4000),
    ...(hint === undefined ? {} : { hint: hint.slice(0, 1000) }),
  };
}
