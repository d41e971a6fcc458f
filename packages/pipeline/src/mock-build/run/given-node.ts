import type { AnyNode } from "../../engine/run-node.ts";

/** A node whose record is there already; the node itself when it is not. */
export function givenNode<Records extends object>(
  node: AnyNode<Records>,
  record: Records[keyof Records & string] | undefined,
): AnyNode<Records> {
  if (record === undefined) return node;
  return { ...node, reads: [], run: async () => ({ output: record, reused: true }) };
}
