import * as z from "zod";
import type { Event } from "../event/event.ts";
import { defineRecord } from "../record/record.ts";
import { type NodeTiming, nodeTimingSchema } from "./node-timing.ts";

/** Records `logs/timings.json`: how long each node took, in the order in which they began. */
export const timingsRecord = defineRecord("timings", 3, {
  composeId: z.string(),
  started: z.iso.datetime(),
  seconds: z.number().min(0),
  nodes: z.array(nodeTimingSchema),
});
export type Timings = z.infer<typeof timingsRecord.schema>;

/**
 * Computes the timings of a run from its events, up to the last of them. A node counts from `started` to its closing
 * event; a node that never closed is left out. Returns undefined when the run has not begun.
 */
export function timingsOf(composeId: string, events: readonly Event[]): Timings | undefined {
  const begin = events.find((event) => event.type === "run" && event.state === "started");
  if (begin === undefined) return undefined;
  const last = events.at(-1) ?? begin;
  const starts = new Map<string, string>();
  const waits = new Map<string, NodeTiming["after"]>();
  const nodes: NodeTiming[] = [];
  for (const event of events) {
    if (event.type !== "node" || event.node === undefined) continue;
    if (event.state === "started") {
      starts.set(event.node, event.time);
      waits.set(event.node, event.after);
      continue;
    }
    const start = starts.get(event.node) ?? event.time;
    starts.set(event.node, start);
    const after = waits.get(event.node);
    nodes.push({
      node: event.node,
      phase: event.phase,
      title: event.title,
      outcome: event.state,
      ...(event.reason === undefined ? {} : { reason: event.reason }),
      ...(after === undefined ? {} : { after }),
      startSeconds: secondsBetween(begin.time, start),
      seconds: event.seconds ?? secondsBetween(start, event.time),
    });
  }
  return {
    composeId,
    started: begin.time,
    seconds: secondsBetween(begin.time, last.time),
    // Nodes that began in the same millisecond keep the order in which they began.
    nodes: [...starts.keys()]
      .flatMap((id) => nodes.find(({ node }) => node === id) ?? [])
      .sort((a, b) => a.startSeconds - b.startSeconds),
  };
}

/** Returns the nodes that ran, or could have: what is left out takes no time anywhere. */
export function runTimings(nodes: readonly NodeTiming[]): readonly NodeTiming[] {
  return nodes.filter(({ reason }) => reason === undefined);
}

export interface PhaseTiming {
  readonly phase: string;
  /** Wall time from the start of its first node to the end of its last. */
  readonly seconds: number;
  /** True when every node of the phase was taken from the cache or skipped. */
  readonly reused: boolean;
}

/** Returns how long each phase took, in the order in which they began. */
export function phaseTimings({ nodes }: { readonly nodes: readonly NodeTiming[] }): PhaseTiming[] {
  return [...Map.groupBy(runTimings(nodes), ({ phase }) => phase)].map(([phase, ofPhase]) => {
    const begin = Math.min(...ofPhase.map(({ startSeconds }) => startSeconds));
    const end = Math.max(...ofPhase.map(({ startSeconds, seconds }) => startSeconds + seconds));
    return {
      phase,
      seconds: toMillisecond(end - begin),
      reused: ofPhase.every(({ outcome }) => outcome === "reused" || outcome === "skipped"),
    };
  });
}

/** Never negative: the clock may have been set back in between. */
function secondsBetween(from: string, to: string): number {
  return toMillisecond(Math.max(0, (Date.parse(to) - Date.parse(from)) / 1000));
}

function toMillisecond(seconds: number): number {
  return Math.round(seconds * 1000) / 1000;
}
