import { DebootcError } from "@debootc/core/error/debootc-error";
import type { Node } from "./node.ts";
import type { Slot } from "./slot.ts";

type Wired = Pick<Node, "id" | "reads" | "after">;

/**
 * Refuses a graph that cannot be run to its end: two nodes of one id, a node that reads what nothing leaves, nodes that
 * wait for each other. `has` says what is there before the first node begins. Throws `internal-fault` with their names.
 */
export function checkGraph(nodes: readonly Wired[], has: (slot: Slot<unknown>) => boolean): void {
  const byId = new Map<string, Wired>();
  for (const node of nodes) {
    if (byId.has(node.id)) throw fault(`two nodes of a graph have the id ${node.id}`);
    byId.set(node.id, node);
  }
  for (const { id, reads } of nodes) {
    const missing = reads.filter((slot) => !byId.has(slot.id) && !has(slot)).map((slot) => slot.id);
    if (missing.length > 0) throw fault(`node ${id} reads ${missing.join(", ")}, which nothing leaves`);
  }
  const cycle = findCycle(byId);
  if (cycle !== undefined) throw fault(`nodes wait for each other: ${cycle.join(" -> ")}`);
}

/** Finds ids of which each waits for the next, and the last for the first. Without recursion: a chain may be long. */
function findCycle(byId: ReadonlyMap<string, Wired>): readonly string[] | undefined {
  const settled = new Set<string>();
  for (const start of byId.keys()) {
    const path: { readonly id: string; readonly left: string[] }[] = [];
    const onPath = new Set<string>();
    const enter = (id: string) => {
      const node = byId.get(id);
      if (node === undefined || settled.has(id)) return;
      path.push({ id, left: [...node.reads, ...node.after].map((slot) => slot.id) });
      onPath.add(id);
    };
    enter(start);
    for (let at = path.at(-1); at !== undefined; at = path.at(-1)) {
      const next = at.left.pop();
      if (next === undefined) {
        settled.add(at.id);
        onPath.delete(at.id);
        path.pop();
      } else if (onPath.has(next)) {
        const ids = path.map(({ id }) => id);
        return [...ids.slice(ids.indexOf(next)), next];
      } else enter(next);
    }
  }
  return undefined;
}

function fault(message: string): DebootcError {
  return new DebootcError("internal-fault", message);
}
