import type { Node } from "./node.ts";

/** Tells which nodes of a graph can begin. */
export interface ReadyNodes {
  /** Whether some have not begun. */
  readonly isEmpty: () => boolean;
  /** Takes the first, in the order of the graph, of those that wait for nothing and for which there is room. */
  readonly take: (hasRoom: (node: Node) => boolean) => Node | undefined;
  /** Notes that one has ended, however, so that others may begin. */
  readonly end: (node: Pick<Node, "id">) => void;
}

/** Returns the nodes of a sound graph by what they wait for; each step costs as much as it has neighbours. */
export function readyNodes(nodes: readonly Node[]): ReadyNodes {
  const places = new Map(nodes.map(({ id }, place) => [id, place]));
  const waitsFor = nodes.map(
    ({ reads, after }) => new Set([...reads, ...after].map(({ id }) => id).filter((id) => places.has(id))),
  );
  const heirs = new Map<string, number[]>();
  for (const [place, ids] of waitsFor.entries())
    for (const id of ids) heirs.set(id, [...(heirs.get(id) ?? []), place]);
  const ready = [...waitsFor.keys()].filter((place) => waitsFor[place]?.size === 0);
  let left = nodes.length;
  return {
    isEmpty: () => left === 0,
    take: (hasRoom) => {
      const index = ready.findIndex((place) => hasRoom(nodes[place] as Node));
      if (index < 0) return undefined;
      const [place = 0] = ready.splice(index, 1);
      left -= 1;
      return nodes[place];
    },
    end: ({ id }) => {
      for (const place of heirs.get(id) ?? []) {
        const open = waitsFor[place];
        open?.delete(id);
        if (open?.size === 0) ready.splice(placeFor(ready, place), 0, place);
      }
    },
  };
}

/** Returns where a number belongs in a sorted list. */
function placeFor(sorted: readonly number[], wanted: number): number {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sorted[middle] ?? 0) < wanted) low = middle + 1;
    else high = middle;
  }
  return low;
}
