import type { Event } from "@debootc/core/event/event";
import { printable } from "../text/printable.ts";
import type { Measure } from "../text/progress-bar.ts";

type ProgressEvent = Extract<Event, { type: "progress" }>;

/** A node that is running, as its events left it. */
export interface LiveNode {
  readonly title: string;
  readonly phase: string;
  /** Milliseconds of the renderer's clock. */
  readonly startedAt: number;
  readonly step?: string;
  readonly measure: Measure;
  /** Where the count of bytes began, to tell the rate. */
  readonly countedFrom?: { readonly time: number; readonly done: number };
  /** The last lines of its log. */
  readonly tail: readonly string[];
}

export function startNode(event: Extract<Event, { type: "node" }>, now: number): LiveNode {
  return { title: printable(event.title), phase: event.phase, startedAt: now, measure: {}, tail: [] };
}

export function withProgress(node: LiveNode, { step, done, total, unit, time }: ProgressEvent): LiveNode {
  const at = Date.parse(time);
  const restarted = node.countedFrom !== undefined && done !== undefined && done < node.countedFrom.done;
  const countedFrom =
    unit === "bytes" && done !== undefined && (node.countedFrom === undefined || restarted)
      ? { time: at, done }
      : node.countedFrom;
  const seconds = countedFrom === undefined ? 0 : (at - countedFrom.time) / 1000;
  // In the first second the average jumps too much to be worth showing.
  const rate =
    countedFrom && done !== undefined && seconds >= 1 ? (done - countedFrom.done) / seconds : undefined;
  return {
    ...node,
    step: printable(step),
    measure: { done, total, unit, rate },
    ...(countedFrom === undefined ? {} : { countedFrom }),
  };
}

export function withLogLine(node: LiveNode, line: string, keep: number): LiveNode {
  const shown = printable(line).trimEnd();
  return shown === "" || keep === 0 ? node : { ...node, tail: [...node.tail, shown].slice(-keep) };
}
