import { mkdtempDisposable, readdir, readFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Event } from "@debootc/core/event/event";
import { removeTree } from "../worker/remove-tree.ts";
import { eventStream } from "./event-stream.ts";
import { defineNode, type Node, type NodeContext, type NodeResult } from "./node.ts";
import { type GraphOutcome, runNodes } from "./run-nodes.ts";
import { type Slot, slot } from "./slot.ts";

const slots = { first: slot<string>("first"), second: slot<string>("second"), third: slot<string>("third") };
type Name = keyof typeof slots;
type Read = Readonly<Partial<Record<Name, string>>>;

interface More {
  readonly reads?: readonly Name[];
  readonly after?: readonly Name[];
  readonly ifMade?: readonly Name[];
  readonly required?: boolean;
  readonly timeoutSeconds?: number;
  readonly memoryMiB?: number;
  readonly retries?: number;
  readonly run?: () => Promise<NodeResult<string>>;
}

/** Makes a node that leaves a word. */
export function node(
  id: Name,
  run: (records: Read, context: NodeContext) => string | Promise<string>,
  { reads = [], after = [], ifMade = [], memoryMiB = 1, ...more }: More = {},
): Node<string> {
  const named = (names: readonly Name[]): Partial<Record<Name, Slot<string>>> =>
    Object.fromEntries(names.map((name) => [name, slots[name]]));
  return defineNode({
    leaves: slots[id],
    phase: "build",
    title: id,
    reads: named(reads),
    after: named(after),
    ifMade: named(ifMade),
    required: true,
    timeoutSeconds: 30,
    resources: { cpus: 1, memoryMiB, diskMiB: 1 },
    run: async (records, context) => ({ output: await run(records, context), reused: false }),
    ...more,
  });
}

/** Those of a graph that are there, by their ids. */
function recordsOf({ records }: GraphOutcome): Read {
  const all = Object.values(slots);
  return Object.fromEntries(all.filter(records.has).map((one) => [one.id, records.of(one)]));
}

/** Runs nodes and returns what became of them. */
export async function runAll(
  nodes: readonly Node[],
  signal = new AbortController().signal,
  room: { readonly atOnce: number; readonly memoryMiB?: number } = { atOnce: 1 },
) {
  await using directory = await mkdtempDisposable(join(tmpdir(), "debootc-engine-"));
  const events: Event[] = [];
  let now = 0;
  const clock = () => new Date((now += 1000));
  const kept: string[] = [];
  const pauses: number[] = [];
  const outcome = await runNodes(nodes, {
    events: eventStream((event) => events.push(event), clock),
    signal,
    clock,
    logDirectory: directory.path,
    workDirectory: join(directory.path, "work"),
    ...room,
    removeTree,
    pause: async (seconds) => void pauses.push(seconds),
    keep: async (id) => void kept.push(id),
  }).then(
    (graph) => ({ ...graph, records: recordsOf(graph) }),
    (error: unknown) => error,
  );
  const states = events.flatMap((event) => (event.type === "node" ? [`${event.node} ${event.state}`] : []));
  const work = await readdir(join(directory.path, "work")).catch(() => []);
  const log = await readFile(join(directory.path, "first.log"), "utf8").catch(() => "");
  return { outcome, events, states, kept, pauses, work, log };
}
