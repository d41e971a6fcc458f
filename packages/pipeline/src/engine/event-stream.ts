import type { Event, Report, Reporter } from "@debootc/core/event/event";

/** Stamps what nodes report with sequence, time and node, and hands it on. */
export interface EventStream {
  readonly reporter: (node?: string) => Reporter;
}

export function eventStream(emit: (event: Event) => void, clock: () => Date): EventStream {
  let sequence = 0;
  return {
    reporter: (node) => (report: Report) => {
      emit({ ...report, sequence, time: clock().toISOString(), ...(node === undefined ? {} : { node }) });
      sequence += 1;
    },
  };
}
