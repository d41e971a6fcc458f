import type { Diagnostic } from "@debootc/core/error/diagnostic";
import type { Event } from "@debootc/core/event/event";

/** Returns the warnings among events. */
export function warningsIn(events: readonly Event[]): Diagnostic[] {
  return events.flatMap((event) =>
    event.type === "diagnostic" && event.diagnostic.severity === "warning" ? [event.diagnostic] : [],
  );
}
