import { DebootcError } from "@debootc/core/error/debootc-error";
import { toErrorRecord } from "@debootc/core/error/error-record";
import type { Diagnostic } from "@debootc/core/error/diagnostic";
import { reasonOf } from "@debootc/tools/reason-of";
import { type AnyNode, runNode, type Surroundings } from "./run-node.ts";

interface Schedule extends Surroundings {
  /** How many nodes may run at the same time; with 1 they run in the order given. */
  readonly atOnce: number;
}

interface Outcome<Records extends object> {
  readonly records: Records;
  readonly failed: readonly string[];
  /** Those that could have been reused and were not. */
  readonly made: readonly string[];
}

/**
 * Runs each node as soon as all that it waits for has ended; of several that could begin, the first in the order given.
 * The first required node that fails stops those that run beside it and, when they have ended, the run with
 * its error; a failable one is noted and the run goes on without its record.
 */
export async function runNodes<Records extends object>(
  nodes: readonly AnyNode<Records>[],
  { atOnce, ...surroundings }: Schedule,
): Promise<Outcome<Records>> {
  const records: Partial<Records> = {};
  const failed: string[] = [];
  const made: string[] = [];
  const waiting = [...nodes];
  const running = new Map<string, Promise<void>>();
  const stop = new AbortController();
  let doom: { readonly error: unknown } | undefined;

  const fail = (error: unknown) => {
    doom ??= { error };
    stop.abort();
  };
  const begin = async (node: AnyNode<Records>) => {
    try {
      const reused = await runNode(node, records as Records, surroundings, stop.signal);
      if (reused === false) made.push(node.id);
    } catch (error) {
      if (node.required) return fail(error);
      failed.push(node.id);
      if (surroundings.signal.aborted || stop.signal.aborted) return;
      const report = surroundings.events.reporter(node.id);
      report({ type: "diagnostic", diagnostic: warnOfFailure(node, error) });
    } finally {
      running.delete(node.id);
    }
  };
  const isToCome = (id: string) => running.has(id) || waiting.some((node) => node.id === id);
  const canBegin = ({ reads, after = [] }: AnyNode<Records>) => ![...reads, ...after].some(isToCome);

  while (doom === undefined && waiting.length + running.size > 0) {
    const node = running.size < atOnce ? waiting.find(canBegin) : undefined;
    if (node === undefined && running.size > 0) {
      await Promise.race(running.values());
      continue;
    }
    if (node === undefined) throw waitsForItself(waiting);
    waiting.splice(waiting.indexOf(node), 1);
    const missing = node.reads.filter((id) => !(id in records));
    if (missing.some((id) => failed.includes(id))) {
      const { title, phase } = node;
      surroundings.events.reporter(node.id)({ type: "node", state: "skipped", title, phase });
      failed.push(node.id);
    } else if (missing.length > 0) fail(nothingMade(node, missing));
    else running.set(node.id, begin(node));
  }
  await Promise.all(running.values());
  if (doom !== undefined) throw doom.error;
  return { records: records as Records, failed, made };
}

function warnOfFailure({ title }: { readonly title: string }, error: unknown): Diagnostic {
  const { code, hint } = toErrorRecord(error);
  const message = `${title}: ${reasonOf(error)}`;
  return { severity: "warning", code, message, ...(hint === undefined ? {} : { hint }) };
}

function nothingMade({ id }: { readonly id: string }, missing: readonly string[]): DebootcError {
  return new DebootcError("internal-fault", `node ${id} reads ${missing.join(", ")}, which nothing made`);
}

function waitsForItself(waiting: readonly { readonly id: string }[]): DebootcError {
  const names = waiting.map(({ id }) => id).join(", ");
  return new DebootcError("internal-fault", `no node of ${names} can begin: they wait for each other`);
}
