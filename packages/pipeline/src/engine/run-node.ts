import { DebootcError } from "@debootc/core/error/debootc-error";
import { toErrorRecord } from "@debootc/core/error/error-record";
import { mkdirSync, rmdirSync } from "node:fs";
import { join } from "node:path";
import { hasErrno } from "@debootc/tools/errno";
import { explainNoSpace } from "@debootc/tools/files/writable";
import type { RemoveTree } from "../worker/remove-tree.ts";
import type { EventStream } from "./event-stream.ts";
import { joinedSignal } from "./joined-signal.ts";
import { leaveNothing } from "./leave-nothing.ts";
import type { Node } from "./node.ts";
import { fileNameOf, openLog } from "./node-log.ts";
import type { RecordStore } from "./records.ts";
import { withRetries } from "./with-retries.ts";

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
  /** Waits before a node is tried again; by the clock of this machine if absent. */
  readonly pause?: ((seconds: number, signal: AbortSignal) => Promise<void>) | undefined;
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
  { events, signal, clock, logDirectory, workDirectory, removeTree, explain, pause, keep }: Surroundings,
  stop: AbortSignal,
): Promise<boolean | undefined> {
  const { id, title, phase } = node;
  const report = events.reporter(id);
  const started = clock().getTime();
  const seconds = () => Math.max(0, clock().getTime() - started) / 1000;
  using joined = joinedSignal([signal, stop], node.timeoutSeconds);
  const directory = join(workDirectory, fileNameOf(id));
  let isMade = false;
  const log = openLog(join(logDirectory, `${fileNameOf(id)}.log`));
  const after = [...new Set([...node.reads, ...node.after].map((slot) => slot.id))];
  report({ type: "node", state: "started", title, phase, ...(after.length === 0 ? {} : { after }) });
  try {
    signal.throwIfAborted();
    const context = {
      report,
      signal: joined.signal,
      get workDirectory() {
        mkdirSync(directory, { recursive: true });
        isMade = true;
        return directory;
      },
      log: log.line,
    };
    const { output, reused } = await withRetries(
      { title, retries: node.retries, report, log: log.line, signal: joined.signal, pause },
      async () => {
        // Each attempt begins with an empty directory.
        if (isMade) await removeTree(directory);
        return node.run(records, context);
      },
    );
    const unwritten = log.close();
    if (unwritten !== undefined) throw unwritten;
    records.add(node, output);
    await keep(id, output);
    report({ type: "node", state: reused ? "reused" : "finished", title, phase, seconds: seconds() });
    return reused;
  } catch (error) {
    const failure = await failureOf(node, error, { signal, stop, isTimedOut: joined.isTimedOut() }, explain);
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
    log.close();
    if (isMade && !isRemoved(directory))
      await leaveNothing({ [Symbol.asyncDispose]: () => removeTree(directory) }, report);
  }
}

/** Most leave nothing in it; otherwise it matters whose that is, and whether something is mounted there. */
function isRemoved(directory: string): boolean {
  try {
    rmdirSync(directory);
    return true;
  } catch (error) {
    return hasErrno(error, "ENOENT");
  }
}

async function failureOf(
  node: { readonly id: string; readonly timeoutSeconds: number },
  error: unknown,
  {
    signal,
    stop,
    isTimedOut,
  }: Readonly<Record<"signal" | "stop", AbortSignal>> & { readonly isTimedOut: boolean },
  explain: Surroundings["explain"] = async (failure) => failure,
): Promise<unknown> {
  if (signal.aborted) return new DebootcError("cancelled", "cancelled", { cause: error });
  if (stop.aborted)
    return new DebootcError("cancelled", "stopped, because another step failed", { cause: error });
  return isTimedOut ? timedOut(node, error) : await explain(explainNoSpace(error));
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
