import type { LockedPackage } from "@debootc/core/lock/lock";
import type { ComposePhase } from "@debootc/core/phase/compose-steps";
import type { Digest } from "@debootc/core/record/digest";
import { type Slot, type Slots, slot, type Values } from "../../engine/slot.ts";
import type { CommandOutcome, OutsideCommand } from "../../mock-build/plugin/api.ts";

/** Is the version of this API. A plugin names the one that it is written for, and another one refuses it. */
export const apiVersion = 1;

/** Defines a plugin of composes: the default export of a file that a compose file or `--plugin` names. */
export interface ComposePlugin {
  /** The version of the API that it is written for. */
  readonly api: typeof apiVersion;
  /** Its name in messages. */
  readonly name: string;
  /** The nodes that each leg of a compose gets. */
  readonly nodes: readonly PluginNode[];
}

/** Is a node of a plugin, as `defineNode` makes it: the ids of slots are names of steps, without a leg. */
export interface PluginNode {
  readonly leaves: Slot<unknown>;
  readonly phase: ComposePhase;
  readonly title: string;
  readonly reads: Slots;
  readonly after?: Slots;
  readonly ifMade?: Slots;
  readonly required: boolean;
  readonly timeoutSeconds: number;
  readonly resources: { readonly cpus: number; readonly memoryMiB: number; readonly diskMiB: number };
  readonly run: (records: never, context: PluginContext) => unknown;
}

interface NodeDefinition<Taken extends Slots, Awaited extends Slots, Made extends Slots, Value>
  extends Omit<PluginNode, "leaves" | "reads" | "after" | "ifMade" | "run"> {
  /** Where the node leaves its record. The id of the slot is the name of the step, for `--skip` and in logs. */
  readonly leaves: Slot<Value>;
  /** Records without which the node cannot run, by the names that it has for them. */
  readonly reads: Taken;
  /** Nodes to wait for, whose records it can do without: they may have failed. */
  readonly after?: Awaited;
  /** Records without which it cannot run if a node of the compose leaves them, and that it does without otherwise. */
  readonly ifMade?: Made;
  /** Returns the record, which is plain JSON. */
  readonly run: (
    records: Values<Taken> & Partial<Values<Awaited> & Values<Made>>,
    context: PluginContext,
  ) => Value | Promise<Value>;
}

/** Describes what a node of a plugin gets besides records. */
export interface PluginContext {
  readonly leg: LegFacts;
  /** A directory of its own: what is in it when the node ends is published as `plugins/STEP/` of the leg. */
  readonly directory: string;
  /** Another one, which is removed when the node ends. */
  readonly workDirectory: string;
  /** Aborted when the node's time is up or the compose is stopped; nothing that the node does afterwards counts. */
  readonly signal: AbortSignal;
  /** Writes a line into the log of the step. */
  readonly log: (line: string) => void;
  /** Adds a warning to the compose. */
  readonly warn: (message: string, hint?: string) => void;
  /** Runs a command on this machine, as you. Throws unless its exit status is accepted. */
  readonly runOutside: (command: OutsideCommand) => Promise<CommandOutcome>;
}

/** Describes the leg that a node belongs to. */
export interface LegFacts {
  readonly composeId: string;
  readonly variant: string;
  readonly architecture: string;
  readonly suite: string;
  /** What people call the variant. */
  readonly title: string;
  /** The user's own fields. */
  readonly metadata: Readonly<Record<string, unknown>>;
}

/** Lists the records of debootc's own nodes that a plugin can read. All paths are absolute, and none is to be written to. */
export interface ComposeRecords {
  readonly lock: {
    readonly file: string;
    readonly digest: Digest;
    readonly packages: readonly LockedPackage[];
  };
  readonly plan: {
    readonly file: string;
    readonly ref: string;
    /** The version of the tree, which the commit and the image have. */
    readonly version: string;
    /** Time of the commit and the image, in seconds since 1970: use it, not the clock, so that equal inputs give equal bytes. */
    readonly timestamp: number;
  };
  readonly root: {
    /** The listing of the root: a JSON value a line for each file. */
    readonly listing: string;
    readonly digest: Digest;
    readonly files: number;
    readonly bytes: number;
    /** Absent for a tree that cannot boot. */
    readonly kernel?: string;
  };
  readonly commit: {
    /** An archive repository, in which no ref names the commit yet. */
    readonly repo: string;
    readonly checksum: string;
    readonly bootable: boolean;
  };
  readonly image: {
    /** An OCI layout. */
    readonly layout: string;
    readonly tag: string;
    readonly manifestDigest: Digest;
    readonly size: number;
  };
  readonly sbom: { readonly files: readonly string[] };
}

/** Names the record of one node, such as one that another plugin leaves. */
export function record<Value>(step: string): Slot<Value> {
  return slot(step);
}

/** Holds the slots of debootc's own records, for `reads`. */
export const records: { readonly [Step in keyof ComposeRecords]: Slot<ComposeRecords[Step]> } = {
  lock: slot("lock"),
  plan: slot("plan"),
  root: slot("root"),
  commit: slot("commit"),
  image: slot("image"),
  sbom: slot("sbom"),
};

/** Returns a node with the types of its records inferred. */
export function defineNode<
  Value,
  Taken extends Slots,
  Awaited extends Slots = object & Record<never, never>,
  Made extends Slots = object & Record<never, never>,
>(node: NodeDefinition<Taken, Awaited, Made, Value>): PluginNode {
  return node;
}

/** Returns a plugin; the loader checks it. */
export function definePlugin(plugin: ComposePlugin): ComposePlugin {
  return plugin;
}
