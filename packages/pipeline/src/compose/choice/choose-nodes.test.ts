import { describe, expect, test } from "vitest";
import { composeSteps } from "@debootc/core/phase/compose-steps";
import fc from "fast-check";
import { chooseNodes, type NodeChoice, type OutlinedNode } from "./choose-nodes.ts";

/** What each step of the graph below reads. */
const reads = {
  lock: [],
  root: ["lock"],
  commit: ["root"],
  image: ["root"],
  sbom: ["commit", "image"],
  lint: ["image"],
  leg: ["commit", "image"],
} as const;
const failable = ["lint"];

function legNodes(leg: string): OutlinedNode[] {
  return Object.entries(reads).map(([step, slots]) => ({
    id: `${step}@${leg}`,
    title: `${leg}: ${step}`,
    phase: composeSteps[step as keyof typeof reads],
    reads: slots.map((id) => ({ id: `${id}@${leg}` })),
    required: !failable.includes(step),
  }));
}

const publish: OutlinedNode = {
  id: "publish",
  title: "Publish",
  phase: "cleanup",
  reads: ["a/amd64", "b/amd64"].map((leg) => ({ id: `leg@${leg}` })),
  required: true,
};
const graph = [...legNodes("a/amd64"), ...legNodes("b/amd64"), publish];

function choose(
  wish: { readonly phase?: string[]; readonly skip?: string[]; readonly noCache?: boolean },
  excluded: (node: OutlinedNode) => string | undefined = () => undefined,
) {
  const kept = ["lock", "root", "commit", "image"];
  return chooseNodes(
    graph,
    { noCache: false, phase: undefined, skip: undefined, ...wish },
    { canBeTaken: ({ id }) => kept.includes(id.replace(/@.*/, "")), excluded },
  );
}
const ofA = (ids: ReadonlySet<string>) =>
  [...ids].filter((id) => id.endsWith("@a/amd64")).map((id) => id.replace("@a/amd64", ""));
const reasons = ({ leftOut }: ReturnType<typeof choose>) =>
  leftOut.map(({ id, reason }) => `${id}: ${reason}`);

describe("chooseNodes", () => {
  test("all nodes run unless somebody chooses, and the compose is published", () => {
    const choice = choose({});

    expect(choice.run.size).toBe(graph.length);
    expect(choice).toMatchObject({ leftOut: [], isPublished: true });
    expect(choice.take.size).toBe(0);
  });

  test("some phases run alone, and what they need of others is taken", () => {
    const choice = choose({ phase: ["build", "ostree"] });

    expect(ofA(choice.run)).toEqual(["root", "commit"]);
    expect(ofA(choice.take)).toEqual(["lock"]);
    expect(choice.isPublished).toBe(false);
  });

  test("a step can be chosen as a phase can", () => {
    const { run, take } = choose({ phase: ["sbom"] });

    expect(ofA(run)).toEqual(["sbom"]);
    expect(ofA(take).sort()).toEqual(["commit", "image", "lock", "root"]);
  });

  test("what is skipped and needed is taken, and the compose is published", () => {
    const choice = choose({ skip: ["gather", "build"] });

    expect(ofA(choice.take).sort()).toEqual(["lock", "root"]);
    expect(choice).toMatchObject({ leftOut: [], isPublished: true });
  });

  test("without a step that may fail, the compose is published; without a required one it is not", () => {
    expect(choose({ skip: ["lint"] }).isPublished).toBe(true);
    const choice = choose({ skip: ["sbom"] });

    expect(choice.isPublished).toBe(false);
    expect(choice.run.has("publish")).toBe(false);
    expect(reasons(choice)).toEqual(["sbom: left out by --skip sbom", "publish: left out, because sbom is"]);
  });

  test("what is no part of the compose holds nothing up, and cannot be asked for", () => {
    const excluded = ({ id }: OutlinedNode) =>
      id.startsWith("sbom@a") ? "left out by phases.skip" : undefined;

    const choice = choose({}, excluded);
    expect(choice.isPublished).toBe(true);
    expect(choice.run.has("sbom@b/amd64")).toBe(true);
    expect(reasons(choice)).toEqual(["sbom@a/amd64: left out by phases.skip"]);
    expect(() => choose({ phase: ["lint"], skip: ["output"] })).toThrow(
      "nothing of this compose is left to do",
    );
  });

  test("a node that needs what is left out and is not kept is refused, with the phase that is missing", () => {
    expect(() => choose({ phase: ["cleanup"] })).toThrow(
      expect.objectContaining({
        code: "usage",
        message:
          "publish needs leg of the phase output, which is left out by --phase cleanup and is in no cache",
      }),
    );
    expect(() => choose({ skip: ["leg"] })).toThrow(
      expect.objectContaining({
        message: expect.stringMatching(/^publish needs leg .* left out by --skip leg/),
        hint: "Do not skip leg.",
      }),
    );
  });

  test("the cache cannot be left out where something is taken from it", () => {
    expect(() => choose({ phase: ["ostree"], noCache: true })).toThrow(/--no-cache forbids/);
    expect(ofA(choose({ phase: ["gather", "build"], noCache: true }).run)).toEqual(["lock", "root"]);
  });

  test("a word that names nothing is refused with those that there are, and one that was meant", () => {
    expect(() => choose({ phase: ["gathr"] })).toThrow(
      expect.objectContaining({ code: "usage", hint: "Did you mean gather?" }),
    );
    expect(() => choose({ skip: ["lint", "constructor"] })).toThrow(
      /there is no phase or step "constructor"; there is gather/,
    );
  });
});

describe("whatever is chosen of whatever graph", () => {
  const steps = ["a", "b", "c", "d", "e", "f"];
  const phases = ["gather", "build", "output"] as const;
  const anyNodes = fc
    .tuple(
      ...steps.map((_, index) =>
        fc.record({
          phase: fc.constantFrom(...phases),
          required: fc.boolean(),
          isKept: fc.boolean(),
          isExcluded: fc.boolean(),
          reads: fc.subarray(steps.slice(0, index)),
        }),
      ),
    )
    .map((drawn) =>
      drawn.map(({ reads: read, ...facts }, index) => ({
        ...{ id: steps[index] ?? "", title: "", reads: read.map((id) => ({ id })) },
        ...facts,
        // What is excluded is what nobody needs.
        isExcluded: facts.isExcluded && !drawn.some((other) => other.reads.includes(steps[index] ?? "")),
      })),
    );
  const words = fc.subarray([...steps, ...phases]);

  test("all that runs has what it needs, each node has one fate, and what is published lacks nothing", () => {
    fc.assert(
      fc.property(anyNodes, fc.option(words), words, (drawn, phase, skip) => {
        const last = { id: "publish", title: "", phase: "cleanup", reads: [], required: true } as const;
        const nodes = [...drawn, last];
        const of = (id: string) => drawn.find((node) => node.id === id);
        const wish = { noCache: false, phase: phase ?? undefined, skip };
        const isExcluded = (id: string) => of(id)?.isExcluded === true;
        let choice: NodeChoice;
        try {
          choice = chooseNodes(nodes, wish, {
            canBeTaken: ({ id }) => of(id)?.isKept === true,
            excluded: ({ id }) => (isExcluded(id) ? "excluded" : undefined),
          });
        } catch (error) {
          expect(error).toMatchObject({ code: "usage" });
          return;
        }
        const there = new Set([...choice.run, ...choice.take]);
        for (const { id, reads: read } of nodes)
          if (there.has(id)) for (const slot of read) expect(there).toContain(slot.id);
        const fates = [...choice.run, ...choice.take, ...choice.leftOut.map(({ id }) => id)];
        expect(fates.toSorted()).toEqual(nodes.map(({ id }) => id).toSorted());
        for (const id of choice.take) expect(of(id)?.isKept).toBe(true);
        expect(choice.run.has("publish")).toBe(choice.isPublished);
        const lacks = nodes.some(({ id, required }) => required && !there.has(id) && !isExcluded(id));
        expect(lacks).toBe(!choice.isPublished);
      }),
      { numRuns: 500 },
    );
  });
});
