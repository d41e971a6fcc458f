import type { Node } from "../../engine/node.ts";

/** Returns a node that leaves a record which is there already; the node itself when it is not. */
export function givenNode<Value>(node: Node<Value>, record: Value | undefined): Node<Value> {
  if (record === undefined) return node;
  return { ...node, reads: [], run: async () => ({ output: record, reused: true }) };
}
