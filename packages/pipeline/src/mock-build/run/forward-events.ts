import type { Event, Reporter } from "@debootc/core/event/event";

/** Tells of the build of one package as of a single step: its own steps become the progress of that one. */
export function forwardEvents(report: Reporter): (event: Event) => void {
  return ({ sequence: _sequence, time: _time, node: _node, ...event }) => {
    if (event.type === "run") return;
    if (event.type !== "node") return report(event);
    if (event.state === "started") report({ type: "progress", step: lowerFirst(event.title) });
  };
}

function lowerFirst(text: string): string {
  return text.slice(0, 1).toLowerCase() + text.slice(1);
}
