import { DebootcError } from "@debootc/core/error/debootc-error";

interface SignalSource {
  readonly on: (signal: NodeJS.Signals, listener: (signal: NodeJS.Signals) => void) => unknown;
}

/**
 * Returns a signal that is aborted when the runner cancels the step. It sends SIGINT, after 7.5 s SIGTERM and 2.5 s later
 * ends the process, so that a second signal changes nothing: all of that time is for cleaning up.
 */
export function cancelOnSignals(source: SignalSource): AbortSignal {
  const controller = new AbortController();
  const stop = (name: NodeJS.Signals) =>
    controller.abort(
      new DebootcError("cancelled", `the job was cancelled (${name})`, {
        hint: "What was finished is in the cache: run the job again to continue.",
      }),
    );
  for (const name of ["SIGINT", "SIGTERM", "SIGHUP"] as const) source.on(name, stop);
  return controller.signal;
}
