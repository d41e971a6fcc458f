import type { NodeTiming } from "./node-timing.ts";
import { runTimings } from "./timings.ts";

/**
 * Returns the chain of nodes that a run could not have been shorter than: the node that ended last, before it the one that
 * ended last of those it waited for, and so on to the first. What is made faster elsewhere makes the run no shorter.
 */
export function criticalPath(timings: readonly NodeTiming[]): readonly NodeTiming[] {
  const byId = new Map(runTimings(timings).map((timing) => [timing.node, timing]));
  const path: NodeTiming[] = [];
  let next = last([...byId.values()]);
  while (next !== undefined && !path.includes(next)) {
    path.unshift(next);
    next = last((next.after ?? []).flatMap((id) => byId.get(id) ?? []));
  }
  return path;
}

function last(timings: readonly NodeTiming[]): NodeTiming | undefined {
  const end = ({ startSeconds, seconds }: NodeTiming) => startSeconds + seconds;
  return timings.reduce<NodeTiming | undefined>(
    (latest, timing) => (latest === undefined || end(timing) > end(latest) ? timing : latest),
    undefined,
  );
}
