import type { ComposePhase } from "@debootc/core/phase/compose-steps";
import type { Reporter } from "@debootc/core/event/event";
import { type Records, valuesOf } from "./records.ts";
import type { Slot, Slots, Values } from "./slot.ts";

/** Names a phase of a run; only those of a compose are chosen by people. */
export type Phase = "init" | ComposePhase;

export interface NodeContext {
  readonly report: Reporter;
  readonly signal: AbortSignal;
  /** Where this node may write while it runs: made when it is first asked for, and removed when the node ends. */
  readonly workDirectory: string;
  /** Writes a line into the node's log, which gets all that its tools print. */
  readonly log: (line: string) => void;
}

export interface NodeResult<Output> {
  readonly output: Output;
  /** The cache had the result under the node's key: nothing was done. Absent for a node that runs every time. */
  readonly reused?: boolean;
}

interface NodeFacts {
  readonly phase: Phase;
  /** Says to people what is being done, without the variant and architecture. */
  readonly title: string;
  /** A run whose failable nodes failed ends incomplete; a required one ends it. */
  readonly required: boolean;
  /** Of all attempts together. */
  readonly timeoutSeconds: number;
  /** How often it is tried again if a mirror or a registry fails; never if absent. */
  readonly retries?: number;
  readonly resources: { readonly cpus: number; readonly memoryMiB: number; readonly diskMiB: number };
}

/** Is one step of a run, as the engine sees it, and the slot in which the step leaves its record. */
export interface Node<out Value = unknown> extends Slot<Value>, NodeFacts {
  readonly reads: readonly Slot<unknown>[];
  readonly after: readonly Slot<unknown>[];
  /** Read as `reads` are if a node of the graph leaves them; otherwise it does without. */
  readonly ifMade?: readonly Slot<unknown>[];
  readonly run: (records: Records, context: NodeContext) => Promise<NodeResult<Value>>;
}

interface NodeDefinition<Taken extends Slots, Awaited extends Slots, Made extends Slots, Value>
  extends NodeFacts {
  /** Where the node leaves its record. The id of the slot is the id of the node. */
  readonly leaves: Slot<Value>;
  /** Records without which the node cannot run, by the names that it has for them. */
  readonly reads: Taken;
  /** Nodes to wait for, whose records it can do without: they may have failed. */
  readonly after?: Awaited;
  /** Records without which it cannot run if a node of the graph leaves them, and that it does without otherwise. */
  readonly ifMade?: Made;
  readonly run: (
    records: Values<Taken> & Partial<Values<Awaited> & Values<Made>>,
    context: NodeContext,
  ) => Promise<NodeResult<Value>>;
}

const noSlots = {};

/**
 * Makes a node of the records that it reads and the one that it leaves. Nothing in it knows an id: given other slots,
 * the same function makes another node of the same graph.
 */
export function defineNode<
  Value,
  Taken extends Slots,
  Awaited extends Slots = typeof noSlots,
  Made extends Slots = typeof noSlots,
>({ leaves, reads, after, ifMade, run, ...facts }: NodeDefinition<Taken, Awaited, Made, Value>): Node<Value> {
  return {
    ...facts,
    id: leaves.id,
    reads: slotsIn(reads),
    after: slotsIn(after ?? noSlots),
    ifMade: slotsIn(ifMade ?? noSlots),
    run: (records, context) => {
      for (const slot of slotsIn(reads)) records.of(slot);
      const optional = { ...after, ...ifMade };
      const values = { ...valuesOf(reads, records), ...valuesOf(optional, records) };
      return run(values as Values<Taken> & Partial<Values<Awaited> & Values<Made>>, context);
    },
  };
}

function slotsIn(slots: Slots): Slot<unknown>[] {
  return Object.values(slots).filter((slot) => slot !== undefined);
}
