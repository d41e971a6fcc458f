import { toErrorRecord } from "@debootc/core/error/error-record";
import type { Diagnostic } from "@debootc/core/error/diagnostic";
import { reasonOf } from "@debootc/tools/errno";
import { checkGraph } from "./check-graph.ts";
import type { Node } from "./node.ts";
import { readyNodes } from "./ready-nodes.ts";
import { type Records, type RecordStore, recordStore } from "./records.ts";
import { runNode, type Surroundings } from "./run-node.ts";

interface Schedule extends Surroundings {
  /** How many processors nodes may use at the same time; with 1 they run in the order given. */
  readonly atOnce: number;
  /** How much memory they may use together; a node that wants more runs by itself. */
  readonly memoryMiB?: number | undefined;
  /** Gets the records; a store of its own when absent. */
  readonly records?: RecordStore | undefined;
}

/** Says what a graph of nodes came to. */
export interface GraphOutcome {
  readonly records: Records;
  /** Ids of the failable nodes that failed, or were skipped because they read the record of one that did. */
  readonly failed: readonly string[];
  /** Ids of the nodes whose results could have been reused and were not. */
  readonly made: readonly string[];
}

/**
 * Runs each node as soon as all that it waits for has ended and there is room for it; of several that could begin, the
 * first in the order given. The first required node that fails stops those that run beside it and, when they have ended,
 * the run with its error; a failable one is noted and the run goes on without its record. Throws `internal-fault` for a
 * graph that cannot be run, before anything begins.
 */
export async function runNodes(
  given: readonly Node[],
  { atOnce, memoryMiB = Infinity, records = recordStore(), ...surroundings }: Schedule,
): Promise<GraphOutcome> {
  const nodes = withWhatIsMade(given);
  checkGraph(nodes, records.has);
  const failed: string[] = [];
  const made: string[] = [];
  const ready = readyNodes(nodes);
  const running = new Map<Node, Promise<void>>();
  let ended = Promise.withResolvers<void>();
  const stop = new AbortController();
  let doom: { readonly error: unknown } | undefined;

  const begin = async (node: Node) => {
    try {
      const reused = await runNode(node, records, surroundings, stop.signal);
      if (reused === false) made.push(node.id);
    } catch (error) {
      if (node.required) {
        doom ??= { error };
        return stop.abort();
      }
      failed.push(node.id);
      if (surroundings.signal.aborted || stop.signal.aborted) return;
      const report = surroundings.events.reporter(node.id);
      report({ type: "diagnostic", diagnostic: warnOfFailure(node, error) });
    } finally {
      running.delete(node);
      ready.end(node);
      ended.resolve();
    }
  };
  const used = (what: "cpus" | "memoryMiB") =>
    [...running.keys()].reduce((sum, { resources }) => sum + resources[what], 0);
  const hasRoom = ({ resources: { cpus, memoryMiB: memory } }: Node) =>
    running.size === 0 || (used("cpus") + cpus <= atOnce && used("memoryMiB") + memory <= memoryMiB);

  while (doom === undefined && !(ready.isEmpty() && running.size === 0)) {
    const node = ready.take(hasRoom);
    if (node === undefined) {
      // Not `Promise.race`, of which each promise keeps something until it is settled.
      await ended.promise;
      ended = Promise.withResolvers();
      continue;
    }
    if (node.reads.every(records.has)) running.set(node, begin(node));
    else {
      // What it reads has failed, or been skipped for the same reason.
      const { title, phase } = node;
      surroundings.events.reporter(node.id)({ type: "node", state: "skipped", title, phase });
      failed.push(node.id);
      ready.end(node);
    }
  }
  await Promise.all(running.values());
  if (doom !== undefined) throw doom.error;
  return { records, failed, made };
}

/** Lets each node read what it takes if it is made, where a node makes it. */
function withWhatIsMade(nodes: readonly Node[]): readonly Node[] {
  const ids = new Set(nodes.map(({ id }) => id));
  return nodes.map((node) => ({
    ...node,
    reads: [...node.reads, ...(node.ifMade ?? []).filter(({ id }) => ids.has(id))],
  }));
}

function warnOfFailure({ title }: { readonly title: string }, error: unknown): Diagnostic {
  const { code, hint } = toErrorRecord(error);
  const message = `${title}: ${reasonOf(error)}`;
  return { severity: "warning", code, message, ...(hint === undefined ? {} : { hint }) };
}
