import type { Reporter } from "@debootc/core/event/event";
import type { Digest } from "@debootc/core/record/digest";

export const phases = ["init", "gather", "build", "ostree", "output", "cleanup"] as const;
export type Phase = (typeof phases)[number];

export interface NodeContext {
  readonly report: Reporter;
  readonly signal: AbortSignal;
  /** Where this node may write while it runs; removed when the run ends. */
  readonly workDirectory: string;
  /** The whole output of this node's tools goes there, line by line. */
  readonly log: (line: string) => void;
}

export interface NodeResult<Output> {
  readonly output: Output;
  /** The result stood in the cache under the node's key: nothing was done. Absent for a node that runs every time. */
  readonly reused?: boolean;
}

/**
 * One step of a compose. It takes the records named in `reads` and leaves one record under its own id.
 * `key` digests all that decides the record; a node without one runs every time.
 */
export interface Node<Records extends object, Id extends keyof Records & string> {
  readonly id: Id;
  readonly phase: Phase;
  /** For people: what is being done, without the variant and architecture. */
  readonly title: string;
  readonly reads: readonly (keyof Records & string)[];
  /** Nodes to wait for, whose records it can do without: they may have failed. */
  readonly after?: readonly (keyof Records & string)[];
  /** A compose whose failable nodes failed ends FINISHED_INCOMPLETE; a required one dooms it. */
  readonly required: boolean;
  readonly timeoutSeconds: number;
  readonly resources: { readonly cpus: number; readonly memoryMiB: number; readonly diskMiB: number };
  readonly key?: (records: Records) => Digest;
  readonly run: (records: Records, context: NodeContext) => Promise<NodeResult<Records[Id]>>;
}
