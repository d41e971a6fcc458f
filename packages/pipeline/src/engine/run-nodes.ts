import { DebootcError } from "@debootc/core/error/debootc-error";
import { toErrorRecord } from "@debootc/core/error/error-record";
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { reasonOf } from "@debootc/tools/reason-of";
import { explainNoSpace } from "@debootc/tools/writable";
import type { RemoveTree } from "../cache/remove-tree.ts";
import type { EventStream } from "./event-stream.ts";
import { leaveNothing } from "./leave-nothing.ts";
import type { Node } from "./node.ts";
import { openLog } from "./node-log.ts";

interface Surroundings {
  readonly events: EventStream;
  readonly signal: AbortSignal;
  readonly clock: () => Date;
  /** One file a node. */
  readonly logDirectory: string;
  readonly workDirectory: string;
  /** Removes what a node left in its work directory, whoever owns it. */
  readonly removeTree: RemoveTree;
  /** Called with each record as soon as its node is done. */
  readonly keep: (id: string, record: unknown) => Promise<void>;
}

type AnyNode<Records extends object> = { [Id in keyof Records & string]: Node<Records, Id> }[keyof Records &
  string];

/**
 * Runs nodes one after the other, in the order given. The first required node that fails ends the run with its
 * error; a failable one is noted and the run goes on without its record.
 */
export async function runNodes<Records extends object>(
  nodes: readonly AnyNode<Records>[],
  surroundings: Surroundings,
): Promise<{
  readonly records: Records;
  readonly failed: readonly string[];
  /** Those that could have been reused and were not. */
  readonly made: readonly string[];
}> {
  const records: Partial<Records> = {};
  const failed: string[] = [];
  const made: string[] = [];
  for (const node of nodes) {
    const missing = node.reads.filter((id) => !(id in records));
    if (missing.some((id) => failed.includes(id))) {
      surroundings.events.reporter(node.id)({
        type: "node",
        state: "skipped",
        title: node.title,
        phase: node.phase,
      });
      failed.push(node.id);
      continue;
    }
    if (missing.length > 0)
      throw new DebootcError(
        "internal-fault",
        `node ${node.id} reads ${missing.join(", ")}, which nothing made`,
      );
    try {
      const reused = await runNode(node, records as Records, surroundings);
      if (reused === false) made.push(node.id);
    } catch (error) {
      if (node.required) throw error;
      failed.push(node.id);
      const { code, hint } = toErrorRecord(error);
      surroundings.events.reporter(node.id)({
        type: "diagnostic",
        diagnostic: {
          severity: "warning",
          code,
          message: `${node.title}: ${reasonOf(error)}`,
          ...(hint === undefined ? {} : { hint }),
        },
      });
    }
  }
  return { records: records as Records, failed, made };
}

/** Answers whether the result was reused; undefined for a node that runs every time. */
async function runNode<Records extends object>(
  node: AnyNode<Records>,
  records: Records,
  { events, signal, clock, logDirectory, workDirectory, removeTree, keep }: Surroundings,
): Promise<boolean | undefined> {
  const { id, title, phase } = node;
  const report = events.reporter(id);
  const started = clock().getTime();
  const seconds = () => Math.max(0, clock().getTime() - started) / 1000;
  const timeout = AbortSignal.timeout(node.timeoutSeconds * 1000);
  const directory = join(workDirectory, id);
  const log = openLog(join(logDirectory, `${id}.log`));
  report({ type: "node", state: "started", title, phase });
  try {
    signal.throwIfAborted();
    await mkdir(directory, { recursive: true });
    const { output, reused } = await node.run(records, {
      report,
      signal: AbortSignal.any([signal, timeout]),
      workDirectory: directory,
      log: log.line,
    });
    const unwritten = await log.close();
    if (unwritten !== undefined) throw unwritten;
    records[id] = output;
    await keep(id, output);
    report({ type: "node", state: reused ? "reused" : "finished", title, phase, seconds: seconds() });
    return reused;
  } catch (error) {
    const failure = signal.aborted
      ? cancelled(error)
      : timeout.aborted
        ? timedOut(node, error)
        : explainNoSpace(error);
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
    await leaveNothing({ [Symbol.asyncDispose]: () => removeTree(directory) }, report);
  }
}

function cancelled(cause: unknown): DebootcError {
  return new DebootcError("cancelled", "cancelled", { cause });
}

function timedOut(
  node: { readonly id: string; readonly timeoutSeconds: number },
  cause: unknown,
): DebootcError {
  return new DebootcError("timed-out", `${node.id} did not end within ${node.timeoutSeconds} s`, {
    hint: "The log of the node shows where it stood.",
    cause,
  });
}
