import { DebootcError } from "@debootc/core/error/debootc-error";
import { errorCodes } from "@debootc/core/error/codes";

export interface Cancellation {
  readonly signal: AbortSignal;
  /** Called on the first signal, before the clean-up begins. */
  onStop: () => void;
}

interface SignalSource {
  readonly on: (signal: NodeJS.Signals, listener: (signal: NodeJS.Signals) => void) => unknown;
  readonly exit: (status: number) => void;
}

/** Cancels the run on the first signal, so that it can clean up; the second one ends the process at once. */
export function cancelOnSignals(source: SignalSource): Cancellation {
  const controller = new AbortController();
  const cancellation: Cancellation = { signal: controller.signal, onStop: () => {} };
  const stop = (name: NodeJS.Signals) => {
    if (controller.signal.aborted) {
      source.exit(errorCodes.cancelled.exit);
      return;
    }
    controller.abort(
      new DebootcError("cancelled", `stopped by ${name}`, {
        hint: "Finished work is kept: run the same command again to continue.",
      }),
    );
    cancellation.onStop();
  };
  for (const name of ["SIGINT", "SIGTERM", "SIGHUP"] as const) source.on(name, stop);
  return cancellation;
}
