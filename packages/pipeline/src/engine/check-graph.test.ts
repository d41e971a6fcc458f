import * as fc from "fast-check";
import { expect, test } from "vitest";
import { checkGraph } from "./check-graph.ts";
import { slot } from "./slot.ts";

const wired = (id: string, ...reads: string[]) => ({ id, reads: reads.map((one) => slot(one)), after: [] });
const nothing = () => false;

test("a chain of ten thousand nodes is checked", () => {
  const chain = Array.from({ length: 10_000 }, (_, at) => wired(`${at}`, ...(at === 0 ? [] : [`${at - 1}`])));

  expect(() => checkGraph(chain, nothing)).not.toThrow();
  expect(() => checkGraph([...chain.slice(1), wired("0", "9999")], nothing)).toThrow("0 -> 9999 -> 9998");
});

test("what is there before the first node may be read, and what is only waited for need not be there", () => {
  expect(() => checkGraph([wired("b", "a")], ({ id }) => id === "a")).not.toThrow();
  expect(() => checkGraph([{ ...wired("b"), after: [slot("a")] }], nothing)).not.toThrow();
  expect(() => checkGraph([wired("b", "a")], nothing)).toThrow("node b reads a, which nothing leaves");
});

test("a graph is refused exactly if it has a cycle, whose members wait for each other as it says", () => {
  const graph = fc.integer({ min: 1, max: 12 }).chain((size) =>
    fc.array(fc.array(fc.integer({ min: 0, max: size - 1 }), { maxLength: 3 }), {
      minLength: size,
      maxLength: size,
    }),
  );
  fc.assert(
    fc.property(graph, (edges) => {
      const nodes = edges.map((reads, at) => wired(`${at}`, ...reads.map(String)));
      const message = messageOf(() => checkGraph(nodes, nothing));
      expect(isAcyclic(edges)).toBe(message === undefined);
      if (message === undefined) return;
      const ids = message.replace("nodes wait for each other: ", "").split(" -> ").map(Number);
      expect(ids[0]).toBe(ids.at(-1));
      for (const [at, id] of ids.slice(0, -1).entries()) expect(edges[id]).toContain(ids[at + 1]);
    }),
  );
});

function messageOf(work: () => void): string | undefined {
  try {
    work();
  } catch (error) {
    return (error as Error).message;
  }
  return undefined;
}

/** Takes away nodes that wait for nothing until none is left. */
function isAcyclic(edges: readonly (readonly number[])[]): boolean {
  const left = new Map(edges.entries());
  for (let before = -1; before !== left.size; ) {
    before = left.size;
    for (const [id, reads] of left) if (!reads.some((one) => left.has(one))) left.delete(id);
  }
  return left.size === 0;
}
