import { DebootcError } from "@debootc/core/error/debootc-error";
import { toErrorRecord } from "@debootc/core/error/error-record";
import { mkdir, rmdir } from "node:fs/promises";
import { join } from "node:path";
import { explainNoSpace } from "@debootc/tools/files/writable";
import type { RemoveTree } from "../worker/remove-tree.ts";
import type { EventStream } from "./event-stream.ts";
import { leaveNothing } from "./leave-nothing.ts";
import type { Node } from "./node.ts";
import { fileNameOf, openLog } from "./node-log.ts";
import type { RecordStore } from "./records.ts";

export interface Surroundings {
  readonly events: EventStream;
  readonly signal: AbortSignal;
  readonly clock: () => Date;
  /** Gets one file for each node. */
  readonly logDirectory: string;
  readonly workDirectory: string;
  /** Removes what a node left in its work directory, whoever owns it. */
  readonly removeTree: RemoveTree;
  /** Returns the error of which a failure is only the effect, or the failure itself. */
  readonly explain?: (error: unknown) => Promise<unknown>;
  /** Called with each record as soon as its node is done. */
  readonly keep: (id: string, record: unknown) => Promise<void>;
}

/**
 * Runs a node to its end and adds its record to the others. Returns whether the result was reused; undefined for a node
 * that runs every time. `stop` ends it because another node failed.
 */
export async function runNode(
  node: Node,
  records: RecordStore,
  { events, signal, clock, logDirectory, workDirectory, removeTree, explain, keep }: Surroundings,
  stop: AbortSignal,
): Promise<boolean | undefined> {
  const { id, title, phase } = node;
  const report = events.reporter(id);
  const started = clock().getTime();
  const seconds = () => Math.max(0, clock().getTime() - started) / 1000;
  const timeout = AbortSignal.timeout(node.timeoutSeconds * 1000);
  const directory = join(workDirectory, fileNameOf(id));
  const log = openLog(join(logDirectory, `${fileNameOf(id)}.log`));
  const after = [...new Set([...node.reads, ...node.after].map((slot) => slot.id))];
  report({ type: "node", state: "started", title, phase, ...(after.length === 0 ? {} : { after }) });
  try {
    signal.throwIfAborted();
    await mkdir(directory, { recursive: true });
    const { output, reused } = await node.run(records, {
      report,
      signal: AbortSignal.any([signal, stop, timeout]),
      workDirectory: directory,
      log: log.line,
    });
    const unwritten = await log.close();
    if (unwritten !== undefined) throw unwritten;
    records.add(node, output);
    await keep(id, output);
    report({ type: "node", state: reused ? "reused" : "finished", title, phase, seconds: seconds() });
    return reused;
  } catch (error) {
    const failure = await failureOf(node, error, { signal, stop, timeout }, explain);
    log.line((failure as Error).message);
    report({
      type: "node",
      state: "failed",
      title,
      phase,
      seconds: seconds(),
      error: toErrorRecord(failure),
    });
    throw failure;
  } finally {
    await log.close();
    // Most leave nothing in it; otherwise it matters whose that is, and whether something is mounted there.
    const clear = () => rmdir(directory).catch(() => removeTree(directory));
    await leaveNothing({ [Symbol.asyncDispose]: clear }, report);
  }
}

async function failureOf(
  node: { readonly id: string; readonly timeoutSeconds: number },
  error: unknown,
  { signal, stop, timeout }: Readonly<Record<"signal" | "stop" | "timeout", AbortSignal>>,
  explain: Surroundings["explain"] = async (failure) => failure,
): Promise<unknown> {
  if (signal.aborted) return new DebootcError("cancelled", "cancelled", { cause: error });
  if (stop.aborted)
    return new DebootcError("cancelled", "stopped, because another step failed", { cause: error });
  return timeout.aborted ? timedOut(node, error) : await explain(explainNoSpace(error));
}

function timedOut(
  node: { readonly id: string; readonly timeoutSeconds: number },
  cause: unknown,
): DebootcError {
  return new DebootcError("timed-out", `${node.id} did not end within ${node.timeoutSeconds} s`, {
    hint: "The log of the node shows how far it came.",
    cause,
  });
}
