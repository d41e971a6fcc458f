import fc from "fast-check";
import { dump } from "js-yaml";
import { describe, expect, test } from "vitest";
import { errorsOf, loadFromMemory, type MemoryFiles, treefilePath } from "./load-from-memory.fixture.ts";
import type { ResolvedTreefile } from "./resolved-treefile.ts";

/** A treefile by the name of a package of its own, and what it includes. */
interface Tree {
  readonly children: readonly Tree[];
  readonly how: "include" | "arch-include" | "conditional-include" | "inline";
}

const how = fc.constantFrom<Tree["how"]>("include", "arch-include", "conditional-include", "inline");
const treeOf: (depth?: number) => fc.Arbitrary<Tree> = fc.memo((depth) =>
  fc.record({ children: depth <= 1 ? fc.constant([]) : fc.array(treeOf(depth - 1), { maxLength: 3 }), how }),
);
const tree = treeOf(4);

interface Written {
  readonly content: Record<string, unknown>;
  readonly order: readonly string[];
}

/** Files for a tree, and its packages in the order of merging: first the children, then the file itself. */
function written(root: Tree): { files: Record<string, string>; order: readonly string[] } {
  const files: Record<string, string> = {};
  let count = 0;
  const write = ({ children }: Tree): Written => {
    const own = `p${count++}`;
    const parts = children.map((child) => ({ how: child.how, ...write(child), path: `f${count++}.yaml` }));
    for (const { how, path, content } of parts) if (how !== "inline") files[`/tree/${path}`] = dump(content);
    const byKey = (key: string) => parts.filter(({ how }) => how === key);
    // A file reads `include` first, then `arch-include`, then `conditional-include`.
    const inOrder = [
      ...byKey("include"),
      ...byKey("arch-include"),
      ...parts.filter(({ how }) => how === "conditional-include" || how === "inline"),
    ];
    return {
      content: {
        include: byKey("include").map(({ path }) => path),
        "arch-include": { amd64: byKey("arch-include").map(({ path }) => path) },
        "conditional-include": inOrder.flatMap(({ how, path, content }) =>
          how === "conditional-include" || how === "inline"
            ? [{ if: 'suite == "sid"', include: how === "inline" ? content : path }]
            : [],
        ),
        packages: [`${own}x`],
        postprocess: [`#!/bin/sh\n# ${own}x\n`],
        "default-target": `${own}.target`,
      },
      order: [...inOrder.flatMap(({ order }) => order), `${own}x`],
    };
  };
  const { content, order } = write(root);
  // Includes see the suite of the file that includes them.
  return { files: { ...files, [treefilePath]: dump({ ref: "a", suite: "sid", ...content }) }, order };
}

/** All that a treefile says, but not where, nor in how many steps its packages are installed. */
const meaning = (treefile: ResolvedTreefile): unknown =>
  JSON.parse(
    JSON.stringify({ ...treefile, bases: [] }, (key, value: unknown) =>
      key === "origin" ? undefined : value,
    ),
  );

describe("whatever includes what, and by which key", () => {
  test("each file comes after what it includes, in the order in which it names them, and the outermost wins", () => {
    fc.assert(
      fc.property(tree, (root) => {
        const { files, order } = written(root);
        const { treefile } = loadFromMemory(files);

        expect(treefile.packages).toEqual(order);
        expect(treefile.postprocess.map(({ script }) => script.slice(12).trim())).toEqual(order);
        expect(treefile.defaultTarget?.name).toBe(`${order.at(-1)?.slice(0, -1)}.target`);
      }),
    );
  });

  test("every value of the expansion comes from the file that holds it, by way of those that include it", () => {
    fc.assert(
      fc.property(tree, (root) => {
        const { files } = written(root);
        const { values } = loadFromMemory(files).expand();
        const packages = values.filter(({ path }) => path[0] === "packages");

        for (const { value, origin } of packages) {
          if (origin.from !== "file") throw new Error("a package without a place");
          const line = files[origin.file]?.split("\n")[origin.line - 1];
          expect(line?.slice(origin.column - 1)).toBe(value);
          const way = origin.includedBy.map(({ file }) => file);
          expect(way[0] ?? origin.file).toBe(treefilePath);
        }
      }),
      { numRuns: 50 },
    );
  });
});

describe("includes that are grouped otherwise mean the same", () => {
  const word = fc.constantFrom("a1", "b1", "c1", "d1");
  const part = fc.record(
    {
      ref: word,
      packages: fc.array(word, { maxLength: 3 }),
      "kernel-arguments": fc.array(word, { maxLength: 3 }),
      "default-target": word.map((name) => `${name}.target`),
      postprocess: fc.array(
        word.map((name) => `#!/bin/${name}`),
        { maxLength: 2 },
      ),
      container: fc.record({ labels: fc.dictionary(word, word), title: word }, { requiredKeys: [] }),
      debconf: fc.array(
        fc.tuple(word, word).map(([question, value]) => `pkg pkg/${question} string ${value}`),
        { maxLength: 1 },
      ),
    },
    { requiredKeys: [] },
  );
  const top = (include: unknown) => dump({ ref: "top", suite: "sid", include });

  test("one by one, in twos, or one within the other", () => {
    fc.assert(
      fc.property(part, part, part, (a, b, c) => {
        const parts = { "/tree/a.yaml": dump(a), "/tree/b.yaml": dump(b), "/tree/c.yaml": dump(c) };
        const load = (include: unknown, more: MemoryFiles = {}) =>
          meaning(loadFromMemory({ ...parts, ...more, [treefilePath]: top(include) }).treefile);
        const flat = load(["a.yaml", "b.yaml", "c.yaml"]);

        expect(
          load(["ab.yaml", "c.yaml"], { "/tree/ab.yaml": dump({ include: ["a.yaml", "b.yaml"] }) }),
        ).toEqual(flat);
        expect(
          load(["a.yaml", "bc.yaml"], { "/tree/bc.yaml": dump({ include: ["b.yaml", "c.yaml"] }) }),
        ).toEqual(flat);
        expect(
          load("c.yaml", {
            "/tree/c.yaml": dump({ ...c, include: "b.yaml" }),
            "/tree/b.yaml": dump({ ...b, include: "a.yaml" }),
          }),
        ).toEqual(flat);
      }),
    );
  });
});

test("files that include each other at random are read once each, or refused for the circle", () => {
  const size = 6;
  const edges = fc.array(fc.tuple(fc.nat(size - 1), fc.nat(size - 1)), { maxLength: 12 });
  fc.assert(
    fc.property(edges, (pairs) => {
      const files: MemoryFiles = Object.fromEntries(
        Array.from({ length: size }, (_, index) => [
          index === 0 ? treefilePath : `/tree/f${index}.yaml`,
          dump({
            ...(index === 0 ? { ref: "a", suite: "sid" } : {}),
            include: pairs
              .filter(([from]) => from === index)
              .map(([, to]) => (to === 0 ? "system.yaml" : `f${to}.yaml`)),
            "kernel-arguments": [`k${index}`],
          }),
        ]),
      );
      const errors = errorsOf(files);
      for (const { message } of errors) expect(message).toContain("the treefile includes itself: ");
      if (errors.length > 0) return;
      const { kernelArguments } = loadFromMemory(files).treefile;
      expect(new Set(kernelArguments).size).toBe(kernelArguments.length);
      expect(kernelArguments.at(-1)).toBe("k0");
    }),
  );
});
