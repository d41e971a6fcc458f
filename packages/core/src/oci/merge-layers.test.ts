import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { TarEntry } from "../tar/entry.ts";
import { type MergedTree, mergeLayers } from "./merge-layers.ts";

type Given = Partial<TarEntry> & Pick<TarEntry, "path">;

function entry(given: Given): TarEntry {
  return { type: "file", mode: 0o644, uid: 0, gid: 0, size: 0, mtime: 0, xattrs: new Map(), ...given };
}

const file = (path: string, mtime = 0) => entry({ path, mtime });
const directory = (path: string, mode = 0o755) => entry({ path, type: "directory", mode });
const symlink = (path: string, linkPath: string) => entry({ path, type: "symlink", linkPath });
const hardlink = (path: string, linkPath: string) => entry({ path, type: "hardlink", linkPath });
const whiteout = (path: string) => file(path.replace(/[^/]*$/, ".wh.$&"));
const opaque = (path: string) => file(`${path}/.wh..wh..opq`);

/** Each path with the layer of its name and the layer of its content. */
const shape = (tree: MergedTree) =>
  [...tree.entries.values()].map(
    ({ entry: { path, type }, layer, inode }) => `${type} ${path} ${layer} ${inode.layer}`,
  );

describe("mergeLayers", () => {
  test("entries that a layer does not mention stay, and directories keep their entries", () => {
    const tree = mergeLayers([
      [directory("."), directory("a", 0o700), file("a/x"), file("a/y")],
      [directory("a", 0o750), file("a/y", 5)],
    ]);

    expect(shape(tree)).toEqual(["directory . 0 0", "directory a 1 1", "file a/x 0 0", "file a/y 1 1"]);
    expect(tree.entries.get("a")?.entry.mode).toBe(0o750);
    expect(tree.entries.get("a/y")?.entry.mtime).toBe(5);
  });

  test("names are the same however they are written", () => {
    const tree = mergeLayers([[directory("./"), file("./a//x"), file("/b")]]);

    expect([...tree.entries.keys()]).toEqual([".", "a", "a/x", "b"]);
    expect(tree.entries.get("a")?.entry).toMatchObject({ path: "a", mode: 0o755, uid: 0 });
  });

  test.each([
    ["a directory takes the place of a file", [file("a")], [directory("a"), file("a/x")], ["a", "a/x"]],
    ["a file replaces a directory and everything in it", [file("a/b/c")], [file("a")], ["a"]],
    [
      "a directory takes the place of a link",
      [directory("b"), symlink("a", "b")],
      [directory("a"), file("a/x")],
      ["a", "a/x", "b"],
    ],
    ["a link takes the place of a directory", [file("a/x"), directory("b")], [symlink("a", "b")], ["a", "b"]],
  ])("%s", (_, lower, upper, paths) => {
    expect([...mergeLayers([lower, upper]).entries.keys()].slice(1)).toEqual(paths);
  });

  test("a name below a link goes where the link points", () => {
    const tree = mergeLayers([
      [directory("usr/lib"), symlink("lib", "usr/lib"), symlink("abs", "/usr/../lib/.")],
      [file("lib/x"), file("abs/y"), whiteout("abs/x")],
    ]);

    expect([...tree.entries.keys()]).toEqual([".", "abs", "lib", "usr", "usr/lib", "usr/lib/x", "usr/lib/y"]);
  });

  describe("whiteouts", () => {
    const lower = [file("a/b/c"), file("a/d"), file("e")];

    test.each([
      ["a file", [whiteout("e")], ["a", "a/b", "a/b/c", "a/d"]],
      ["a directory", [whiteout("a")], ["e"]],
      ["all in a directory", [opaque("a")], ["a", "e"]],
      [
        "nothing where nothing is",
        [whiteout("x/y"), whiteout("e/y"), opaque("x"), file(".wh..wh.aufs")],
        ["a", "a/b", "a/b/c", "a/d", "e"],
      ],
      ["a directory in a directory", [whiteout("a/b")], ["a", "a/d", "e"]],
    ])("hide %s", (_, upper, paths) => {
      expect([...mergeLayers([lower, upper]).entries.keys()].slice(1)).toEqual(paths);
    });

    test("hide only lower layers, wherever they are in their own", () => {
      const added = [directory("a"), file("a/b/new"), file("e", 7)];
      const hiding = [opaque("a"), whiteout("e")];

      for (const upper of [
        [...hiding, ...added],
        [...added, ...hiding],
      ]) {
        const tree = mergeLayers([lower, upper]);
        expect(shape(tree).slice(1)).toEqual([
          "directory a 1 1",
          "directory a/b 1 1",
          "file a/b/new 1 1",
          "file e 1 1",
        ]);
      }
    });
  });

  test("all names of a hardlink are one file, even after the first was replaced", () => {
    const tree = mergeLayers([
      [file("a", 3), hardlink("b", "a"), hardlink("c", "./b")],
      [file("a", 4)],
      [hardlink("d", "c")],
    ]);

    expect(shape(tree).slice(1)).toEqual(["file a 1 1", "file b 0 0", "file c 0 0", "file d 2 0"]);
    expect(tree.entries.get("d")?.inode).toBe(tree.entries.get("b")?.inode);
    expect(tree.entries.get("d")?.entry).toMatchObject({ path: "d", type: "file", mtime: 3 });
  });

  test("a path is found through links, but never outside the root", () => {
    const tree = mergeLayers([
      [
        file("usr/lib/x"),
        symlink("lib", "usr/lib"),
        symlink("up", "../../../lib/x"),
        symlink("loop", "loop"),
        symlink("nowhere", "no/where"),
      ],
    ]);

    for (const path of ["usr/lib/x", "/lib/x", "up", "lib/../../usr/./lib//x"]) {
      expect(tree.find(path)?.entry.path).toBe("usr/lib/x");
    }
    for (const path of ["loop", "nowhere", "usr/lib/x/y", "x"]) expect(tree.find(path)).toBeUndefined();
    expect(tree.find("/")?.entry.path).toBe(".");
    expect(tree.list("lib")).toEqual(["usr/lib/x"]);
    expect(tree.list("up")).toEqual([]);
  });

  test.each([
    ["a name that leads out", [file("../x")]],
    ["a whiteout that leads out", [file("a/.wh...")]],
    ["a whiteout of its own directory", [file("a/.wh..")]],
    ["a whiteout of no name", [file(".wh.")]],
    ["a hardlink to nothing", [hardlink("a", "b")]],
    ["a hardlink to itself", [hardlink("a", "a")]],
    ["a hardlink that leads out", [file("x"), hardlink("a", "../x")]],
    ["a hardlink to a directory", [directory("d"), hardlink("a", "d")]],
    ["an entry below a file", [file("a"), file("a/x")]],
    ["an entry below a loop", [symlink("a", "b"), symlink("b", "a"), file("a/x")]],
    ["a root that is a file", [file(".")]],
    ["a path that no system takes", [file("a/".repeat(3000))]],
    [
      "directories that links make ever deeper",
      [symlink("a", `${"d/".repeat(1500)}x`), symlink(`a/b`, `${"d/".repeat(1500)}x`), file("a/b/y")],
    ],
  ])("%s is image-invalid", (_, entries) => {
    expect(() => mergeLayers([entries])).toThrow(expect.objectContaining({ code: "image-invalid" }));
  });
});

/** A tree as nested objects: a number is a file, a string a link, an object a directory. */
type Model = { readonly [name: string]: number | string | Model };

const model: fc.Arbitrary<Model> = fc.letrec<{ directory: Model }>((tie) => ({
  directory: fc.dictionary(
    fc.constantFrom("a", "b", "c"),
    fc.oneof(
      { depthSize: "small", withCrossShrink: true },
      fc.nat(3),
      // Never to a directory: links to directories have tests of their own.
      fc.constantFrom("x", "y"),
      tie("directory"),
    ),
  ),
})).directory;

function entriesOf(given: Model, prefix = ""): TarEntry[] {
  return Object.entries(given)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([name, value]) => {
      const path = `${prefix}${name}`;
      if (typeof value === "number") return [file(path, value)];
      if (typeof value === "string") return [symlink(path, value)];
      return [directory(path), ...entriesOf(value, `${path}/`)];
    });
}

/** A layer that changes one tree into the other. */
function delta(old: Model, wanted: Model, useOpaque: boolean, prefix = ""): TarEntry[] {
  const gone = Object.keys(old).filter((name) => !(name in wanted));
  return [
    ...gone.map((name) => whiteout(`${prefix}${name}`)),
    ...Object.entries(wanted).flatMap(([name, value]) => {
      const [path, before] = [`${prefix}${name}`, old[name]];
      if (before === value) return [];
      if (typeof value !== "object") return entriesOf({ [name]: value }, prefix);
      if (typeof before === "object" && !useOpaque) {
        return [directory(path), ...delta(before, value, useOpaque, `${path}/`)];
      }
      return [directory(path), ...entriesOf(value, `${path}/`), ...(useOpaque ? [opaque(path)] : [])];
    }),
  ];
}

const facts = ({ path, type, mtime, linkPath }: TarEntry) => ({ path, type, mtime, linkPath });
const content = (tree: MergedTree) => [...tree.entries.values()].slice(1).map(({ entry }) => facts(entry));

describe("mergeLayers of any trees", () => {
  test("layers of differences give the last tree, with whiteouts first or last", () => {
    fc.assert(
      fc.property(
        fc.array(model, { minLength: 1, maxLength: 5 }),
        fc.boolean(),
        fc.boolean(),
        (trees, useOpaque, last) => {
          const layers = trees.map((tree, index) => {
            const entries = delta(trees[index - 1] ?? {}, tree, useOpaque);
            const hiding = entries.filter(({ path }) => path.includes(".wh."));
            const rest = entries.filter(({ path }) => !path.includes(".wh."));
            return last ? [...rest, ...hiding] : [...hiding, ...rest];
          });

          expect(content(mergeLayers(layers))).toEqual(entriesOf(trees.at(-1) ?? {}).map(facts));
        },
      ),
    );
  });

  test("a tree that is spread over layers, with repeated parents, is the same tree", () => {
    fc.assert(
      fc.property(model, fc.array(fc.nat(3), { minLength: 1, maxLength: 20 }), (tree, places) => {
        const entries = entriesOf(tree);
        const layers: TarEntry[][] = [[], [], [], []];
        for (const [index, item] of entries.entries()) {
          const layer = layers[places[index % places.length] ?? 0];
          const parents = entries.filter(({ path }) => item.path.startsWith(`${path}/`));
          layer?.push(...parents, item);
        }

        expect(content(mergeLayers(layers))).toEqual(entries.map(facts));
      }),
    );
  });
});
