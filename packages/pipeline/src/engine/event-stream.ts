import type { Event, Report, Reporter } from "@debootc/core/event/event";

/** Stamps what a run and its nodes report with sequence, time and node, and passes it on. */
export interface EventStream {
  readonly reporter: (node?: string) => Reporter;
  /** Reports the last event: what is reported after it is dropped. */
  readonly close: (last: Report) => void;
}

/** Opens the stream of one run. Nothing but `withRun` opens one, so that each of them is closed. */
export function eventStream(emit: (event: Event) => void, clock: () => Date): EventStream {
  let sequence = 0;
  let isClosed = false;
  const reporter = (node?: string) => (report: Report) => {
    if (isClosed) return;
    emit({ ...report, sequence, time: clock().toISOString(), ...(node === undefined ? {} : { node }) });
    sequence += 1;
  };
  return {
    reporter,
    close: (last) => {
      reporter()(last);
      isClosed = true;
    },
  };
}
