import type { EventStream } from "./event-stream.ts";
import type { Node } from "./node.ts";

/** Is a node that does not run, and why. */
export interface LeftOutNode extends Pick<Node, "id" | "title" | "phase"> {
  /** Such as `left out by --skip sbom`. */
  readonly reason: string;
}

/** Reports that nodes are left out, each once. */
export function reportLeftOut(nodes: readonly LeftOutNode[], events: EventStream): void {
  for (const { id, title, phase, reason } of nodes)
    events.reporter(id)({ type: "node", state: "skipped", title, phase, reason });
}
