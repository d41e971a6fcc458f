import { DebootcError } from "@debootc/core/error/debootc-error";
import { toErrorRecord } from "@debootc/core/error/error-record";
import type { Report, Reporter } from "@debootc/core/event/event";
import { cacheLimitBytes } from "../cache/cache-limit.ts";
import type { LocalCache } from "../cache/local-cache.ts";
import type { PipelineDependencies } from "../pipeline-dependencies.ts";
import { removeAnyTree } from "../worker/privilege-of.ts";
import type { Privilege } from "../worker/run-privileged.ts";
import { eventStream } from "./event-stream.ts";
import { leaveNothing } from "./leave-nothing.ts";
import { type LeftOutNode, reportLeftOut } from "./left-out-node.ts";
import type { Node } from "./node.ts";
import type { RecordStore } from "./records.ts";
import { type GraphOutcome, runNodes } from "./run-nodes.ts";

type Surroundings = Pick<PipelineDependencies, "emit" | "signal" | "clock">;

/** Where and how the nodes of a run work. */
interface Workshop {
  readonly logDirectory: string;
  readonly workDirectory: string;
  /** How many nodes may run at the same time; with 1 they run in the order given. */
  readonly atOnce: number;
  /** How much memory nodes may use together; no limit when absent. */
  readonly memoryMiB?: number;
  /** Removes what nodes leave in their work directories. */
  readonly privilege: Privilege;
  /** Brought back below its limit at the end of the run, if a node has added to it. */
  readonly cache?: LocalCache;
  /** Gets the records, for whoever needs them even if a node fails. */
  readonly records?: RecordStore;
  /** Nodes that do not run, which is reported before the first one begins. */
  readonly leftOut?: readonly LeftOutNode[];
  /** Called with each record as soon as its node is done. */
  readonly keep?: (id: string, record: unknown) => Promise<void>;
}

/** Is what the one function that does the work of a run gets of it. */
export interface Run {
  readonly report: Reporter;
  /** Returns what reports of a node, for nodes that work elsewhere. */
  readonly reporterOf: (node: string) => Reporter;
  /** Holds what ends with the run: the last first, and all of it before the closing event. */
  readonly held: AsyncDisposableStack;
  /** Says that the run has begun: nothing was wrong with what it was asked for. The first call counts. */
  readonly begin: (composeId?: string) => void;
  /** Lets the run end as one that failed, although its work returns a result that says so. */
  readonly fail: (error: unknown) => void;
  readonly nodes: (nodes: readonly Node[], workshop: Workshop) => Promise<GraphOutcome>;
}

/**
 * Does the work of a run, and owns what all runs have in common: one stream of events, whose last one says how the run
 * ended, and all that is held until then. A run that was refused before it began has no `started` event, but a closing
 * one. Throws what the work throws, and `cancelled` whenever the signal was the reason.
 */
export async function withRun<Result>(
  { emit, signal, clock }: Surroundings,
  work: (run: Run) => Promise<Result>,
): Promise<Result> {
  const events = eventStream(emit, clock);
  const report = events.reporter();
  const held = new AsyncDisposableStack();
  let hasBegun = false;
  let facts: { readonly composeId?: string } = {};
  let ending: Extract<Report, { type: "run" }> = { type: "run", state: "finished" };
  const fail = (error: unknown) => {
    const state = isCancelled(error) ? "cancelled" : "failed";
    ending = { type: "run", state, error: toErrorRecord(error) };
  };
  const run: Run = {
    report,
    reporterOf: (node) => events.reporter(node),
    held,
    begin: (composeId) => {
      if (hasBegun) return;
      hasBegun = true;
      facts = composeId === undefined ? {} : { composeId };
      report({ type: "run", state: "started", ...facts });
    },
    fail: (error) => fail(endingOf(error, signal)),
    nodes: async (nodes, { privilege, cache, leftOut = [], keep = async () => {}, ...workshop }) => {
      reportLeftOut(leftOut, events);
      const removeTree = (path: string) => removeAnyTree(path, privilege);
      const explain = async (error: unknown) => (await cache?.lossOf(error)) ?? error;
      const outcome = await runNodes(nodes, {
        ...{ events, signal, clock, removeTree, explain, keep },
        ...workshop,
      });
      // Where nothing was made the cache has not grown, and looking through all of it takes the better part of a second.
      if (cache !== undefined && outcome.made.length > 0)
        held.defer(async () => void (await cache.prune({ maxBytes: cacheLimitBytes, now: clock() })));
      return outcome;
    },
  };
  try {
    signal.throwIfAborted();
    return await work(run);
  } catch (error) {
    const failure = endingOf(error, signal);
    fail(failure);
    throw failure;
  } finally {
    await leaveNothing(held, report);
    events.close({ ...ending, ...facts });
  }
}

/** Says whether an error means that somebody stopped the run, rather than that it failed. */
export function isCancelled(error: unknown): boolean {
  return error instanceof DebootcError && error.code === "cancelled";
}

/** Whatever broke first while everything was being stopped, the reason is the stop. */
function endingOf(error: unknown, signal: AbortSignal): unknown {
  if (!signal.aborted || isCancelled(error)) return error;
  return new DebootcError("cancelled", "cancelled", { cause: error });
}
