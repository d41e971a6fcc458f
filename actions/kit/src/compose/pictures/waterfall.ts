import { criticalPath } from "@debootc/core/compose/critical-path";
import type { NodeTiming } from "@debootc/core/compose/node-timing";
import { runTimings } from "@debootc/core/compose/timings";
import { formatSeconds } from "@debootc/core/text/amount";
import { code, table } from "@debootc/core/text/markdown";
import { stretch } from "./bar.ts";

const width = 40;

/** Draws when each step of a compose began and ended, on one axis of time. What made the run as long as it was is bold. */
export function waterfall(nodes: readonly NodeTiming[]): string[] {
  const timings = runTimings(nodes);
  const end = Math.max(0.001, ...timings.map(({ startSeconds, seconds }) => startSeconds + seconds));
  const path = criticalPath(timings);
  const rows = timings.map((timing) => {
    const { node, outcome, startSeconds, seconds } = timing;
    const name = path.includes(timing) ? `**${code(node)}**` : code(node);
    return [
      name,
      outcome === "finished" ? formatSeconds(seconds) : outcome,
      code(stretch(startSeconds / end, (startSeconds + seconds) / end, width)),
    ];
  });
  return [
    ...table(["step", "time", `0 to ${formatSeconds(end)}`], rows),
    "",
    "Each step in bold waited for the one before: only what makes these faster makes the whole faster.",
  ];
}
