import * as fc from "fast-check";
import { posix } from "node:path";
import { describe, expect, test } from "vitest";
import { type MergedTree, mergeLayers } from "../oci/merge-layers.ts";
import { anyPath, anyTree, directory, file, hardlink, treeOf } from "../tree/tree.fixture.ts";
import type { TreeEntry } from "../tree/tree-entry.ts";
import { assignComponents } from "./assign-components.ts";
import { measureComponents } from "./measure-components.ts";
import { packLayers } from "./pack-layers.ts";
import { databaseOf, installed } from "./package-database.fixture.ts";
import { splitEntries } from "./split-entries.ts";

/** A root and its layers, planned from the packages that contain its files. */
const anySplit = fc
  .record({
    tree: anyTree,
    lists: fc.array(fc.array(anyPath), { maxLength: 6 }),
    maxLayers: fc.integer({ min: 1, max: 6 }),
  })
  .map(({ tree, lists, maxLayers }) => {
    const files = (paths: readonly string[]) => paths.map((path) => `/${path}`);
    const database = databaseOf(lists.map((paths, index) => installed(`p${index}`, files(paths))));
    const components = assignComponents(tree, database);
    const plan = packLayers(measureComponents(tree, components, database), maxLayers);
    return { tree, components, plan, layers: splitEntries(tree, components, plan) };
  });

/** Which names of a root are the same file; the number is that of the first. */
function groupsOf({ entries }: MergedTree): Record<string, unknown> {
  const inodes = [...new Set([...entries.values()].map(({ inode }) => inode))];
  return Object.fromEntries([...entries].map(([path, { inode }]) => [path, inodes.indexOf(inode)]));
}

describe("layers", () => {
  test("contain every entry once, and repeat directories wherever they have entries", () => {
    fc.assert(
      fc.property(anySplit, ({ tree, components, layers }) => {
        const holders = (path: string) =>
          layers.filter((layer) => layer.some((each) => each.path === path)).length;
        for (const { path } of tree) {
          const below = layers.filter((layer) => layer.some((each) => each.path.startsWith(`${path}/`)));
          if (components.has(path)) expect([path, holders(path)]).toEqual([path, 1]);
          else if (path !== ".") expect([path, holders(path)]).toEqual([path, below.length]);
        }
      }),
      { numRuns: 100 },
    );
  });

  test("contain the files of their components, in the order of the listing", () => {
    fc.assert(
      fc.property(anySplit, ({ tree, components, plan, layers }) => {
        const place = new Map(tree.map((entry, index) => [entry, index]));
        for (const [index, layer] of layers.entries()) {
          const places = layer.map((entry) => place.get(entry) ?? Number.NaN);
          expect(places).toEqual([...new Set(places)].toSorted((a, b) => a - b));

          const own = layer.flatMap(({ path }) => components.get(path) ?? []);
          expect([...new Set(own)].toSorted()).toEqual(plan[index]);
        }
      }),
      { numRuns: 100 },
    );
  });

  test("have every directory before its entries, and the first name of a file before its others", () => {
    fc.assert(
      fc.property(anySplit, ({ layers }) => {
        for (const layer of layers) {
          const seen = new Set<string>();
          for (const { path, type, linkPath = "" } of layer) {
            if (path !== ".") expect(seen).toContain(posix.dirname(path));
            if (type === "hardlink") expect(seen).toContain(linkPath);
            expect(seen).not.toContain(path);
            seen.add(path);
          }
        }
      }),
      { numRuns: 100 },
    );
  });

  test("give the root back when they are applied, in whatever order", () => {
    const shuffled = anySplit.chain(({ tree, layers }) =>
      fc.tuple(fc.constant(tree), fc.shuffledSubarray(layers, { minLength: layers.length })),
    );
    fc.assert(
      fc.property(shuffled, ([tree, layers]) => {
        fc.pre(layers.length > 0);
        const [again, whole] = [mergeLayers(layers), mergeLayers([tree])];

        expect([...again.entries].map(([path, { entry }]) => [path, entry])).toEqual(
          [...whole.entries].map(([path, { entry }]) => [path, entry]),
        );
        expect(groupsOf(again)).toEqual(groupsOf(whole));
      }),
      { numRuns: 100 },
    );
  });
});

test("a directory has the same owner, mode and attributes in every layer", () => {
  const set: TreeEntry = {
    ...directory("usr"),
    mode: 0o2775,
    gid: 50,
    xattrs: new Map([["user.a", Buffer.from("1")]]),
  };
  const tree = treeOf(set, file("usr/a"), file("usr/b"));
  const components = new Map([
    ["usr/a", "a"],
    ["usr/b", "b"],
  ]);

  expect(splitEntries(tree, components, [["a"], ["b"]])).toEqual([
    [directory("."), set, file("usr/a")],
    [directory("."), set, file("usr/b")],
  ]);
});

test("a component that is not in the plan is a fault that names it", () => {
  const tree = treeOf(file("a"), hardlink("b", "a"));

  expect(() => splitEntries(tree, new Map([["a", "lost"]]), [["x"]])).toThrow(
    "the layer plan does not contain lost, the component of a",
  );
});
