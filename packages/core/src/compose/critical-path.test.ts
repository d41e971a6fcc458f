import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { criticalPath } from "./critical-path.ts";
import type { NodeTiming } from "./node-timing.ts";

const timing = (node: string, startSeconds: number, seconds: number, ...after: string[]): NodeTiming => ({
  ...{ node, phase: "build", title: node, outcome: "finished", startSeconds, seconds },
  ...(after.length === 0 ? {} : { after }),
});
const names = (timings: readonly NodeTiming[]) => criticalPath(timings).map(({ node }) => node);

describe("the critical path", () => {
  test("leads through what ended last of all that a node waited for", () => {
    expect(
      names([
        timing("lock", 0, 1),
        timing("root", 1, 20, "lock"),
        timing("commit", 21, 10, "root"),
        timing("image", 21, 4, "root"),
        timing("publish", 31, 1, "commit", "image"),
      ]),
    ).toEqual(["lock", "root", "commit", "publish"]);
  });

  test("ends where the run ends, whoever is waited for", () => {
    expect(names([timing("quick", 0, 1), timing("slow", 0, 9)])).toEqual(["slow"]);
  });

  test("of nothing is empty, and what was waited for but never ran is left out", () => {
    expect(names([])).toEqual([]);
    expect(names([timing("b", 1, 1, "a")])).toEqual(["b"]);
  });

  test("has nothing that was left out, even if all else was done before", () => {
    const ran = {
      node: "root",
      phase: "build",
      title: "",
      outcome: "finished",
      startSeconds: 0,
      seconds: 1,
    } as const;
    const left = {
      ...ran,
      node: "lint",
      outcome: "skipped",
      reason: "not wanted",
      startSeconds: 2,
      seconds: 0,
    } as const;

    expect(criticalPath([ran, left])).toEqual([ran]);
  });

  test("is a chain of nodes that waited for each other, for any graph", () => {
    const graph = fc.array(fc.record({ after: fc.array(fc.nat(20), { maxLength: 4 }), seconds: fc.nat(9) }), {
      maxLength: 20,
    });
    fc.assert(
      fc.property(graph, (nodes) => {
        const timings = nodes.map(({ after, seconds }, place) =>
          timing(`${place}`, place, seconds, ...after.map((other) => `${other % (place + 1)}`)),
        );
        const path = criticalPath(timings);
        for (const [place, { node }] of path.slice(0, -1).entries())
          expect(path[place + 1]?.after).toContain(node);
      }),
    );
  });
});
