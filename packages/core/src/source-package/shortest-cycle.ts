interface Edge {
  readonly from: string;
  readonly to: string;
}

/** Returns the edges of the shortest cycle of a graph, in order; of several, the one that begins at the first edge. */
export function shortestCycle<E extends Edge>(edges: readonly E[]): readonly E[] | undefined {
  let shortest: readonly E[] | undefined;
  for (const first of edges) {
    const rest = first.to === first.from ? [] : pathBetween(edges, first.to, first.from);
    if (rest !== undefined && (shortest === undefined || rest.length + 1 < shortest.length))
      shortest = [first, ...rest];
  }
  return shortest;
}

/** Searches breadth first. */
function pathBetween<E extends Edge>(
  edges: readonly E[],
  start: string,
  end: string,
): readonly E[] | undefined {
  const cameBy = new Map<string, E>();
  const queue = [start];
  for (const place of queue) {
    for (const edge of edges) {
      if (edge.from !== place || edge.to === start || cameBy.has(edge.to)) continue;
      cameBy.set(edge.to, edge);
      if (edge.to === end) return pathTo(cameBy, start, end);
      queue.push(edge.to);
    }
  }
  return undefined;
}

function pathTo<E extends Edge>(cameBy: ReadonlyMap<string, E>, start: string, end: string): E[] {
  const path: E[] = [];
  for (let place = end; place !== start; ) {
    const edge = cameBy.get(place);
    if (edge === undefined) break;
    path.unshift(edge);
    place = edge.from;
  }
  return path;
}
