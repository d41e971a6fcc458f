import fc from "fast-check";
import { expect, test } from "vitest";
import type { VarEntry } from "./classify-var.ts";
import { unknownTrees } from "./unknown-trees.ts";

const file = (path: string): VarEntry => ({ path, type: "file", mode: 0o644, owner: "root", group: "root" });
const treesOf = (known: readonly string[], unknown: readonly string[]) =>
  unknownTrees([...known, ...unknown].map(file), unknown.map(file)).map(({ path, entries }) => [
    path,
    entries.length,
  ]);

test("the files of one database are one tree, named after the directory that contains them all", () => {
  expect(treesOf([], ["/var/lib/pg/17/main/a", "/var/lib/pg/17/main/base/b"])).toEqual([
    ["/var/lib/pg/17/main", 2],
  ]);
});

test("a single file is named itself", () => {
  expect(treesOf([], ["/var/lib/widget/state", "/var/lib/other"])).toEqual([
    ["/var/lib/widget/state", 1],
    ["/var/lib/other", 1],
  ]);
});

test("a directory that contains something with a rule is not named as a whole", () => {
  expect(treesOf(["/var/lib/w/kept"], ["/var/lib/w/a/1", "/var/lib/w/a/2", "/var/lib/w/b/1"])).toEqual([
    ["/var/lib/w/a", 2],
    ["/var/lib/w/b/1", 1],
  ]);
});

test("every entry is in exactly one tree, and no tree's directory contains an entry with a rule", () => {
  const path = fc.array(fc.constantFrom("a", "b", "c"), { minLength: 1, maxLength: 4 });
  const paths = fc
    .uniqueArray(path.map((parts) => parts.join("/")))
    // Among files, none is a directory above another.
    .map((all) => all.filter((one) => !all.some((other) => other.startsWith(`${one}/`))));
  fc.assert(
    fc.property(paths, fc.func(fc.boolean()), (names, isKnown) => {
      const at = (name: string) => file(`/var/lib/${name}`);
      const unknown = names.filter((name) => !isKnown(name)).map(at);
      const known = names.filter((name) => isKnown(name)).map(at);
      const trees = unknownTrees([...known, ...unknown], unknown);

      expect(trees.flatMap(({ entries }) => entries).toSorted(byPath)).toEqual(unknown.toSorted(byPath));
      for (const { path } of trees) {
        expect(known.filter((one) => one.path.startsWith(`${path}/`))).toEqual([]);
        expect(path).not.toBe("/var/lib");
      }
    }),
  );
});

function byPath(a: VarEntry, b: VarEntry): number {
  return a.path < b.path ? -1 : 1;
}
