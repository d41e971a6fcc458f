import { describe, expect, test } from "vitest";
import { mergeLayers } from "../oci/merge-layers.ts";
import { digestOfBytes } from "../record/digest.ts";
import type { TarEntry } from "../tar/entry.ts";
import { type ComparedTree, diffTrees } from "./diff-trees.ts";

type Given = Partial<TarEntry> & Pick<TarEntry, "path">;

function entry(given: Given): TarEntry {
  return { type: "file", mode: 0o644, uid: 0, gid: 0, size: 1, mtime: 0, xattrs: new Map(), ...given };
}

/** A tree whose files have their time as content. */
function tree(...layers: Given[][]): ComparedTree {
  const { entries } = mergeLayers(layers.map((layer) => layer.map(entry)));
  return { entries, digestOf: ({ entry: { mtime } }) => digestOfBytes(String(mtime)) };
}

const capability = new Map([["security.capability", Buffer.from([1])]]);

describe("diffTrees", () => {
  test("paths are added and removed, sorted, with the layer they come from", () => {
    const old = tree([{ path: "b" }], [{ path: "gone" }]);
    const current = tree([{ path: "b" }], [], [{ path: "a/new", size: 7 }]);

    expect(diffTrees(old, current)).toEqual([
      { path: "a", change: "added", type: "directory", size: 0, what: [], layer: 2 },
      { path: "a/new", change: "added", type: "file", size: 7, what: [], layer: 2 },
      { path: "gone", change: "removed", type: "file", size: 1, what: [], layer: 1 },
    ]);
  });

  test.each<[string, Partial<TarEntry>, Partial<TarEntry>]>([
    ["content", { mtime: 1 }, { mtime: 2 }],
    ["owner", {}, { gid: 5 }],
    ["mode", {}, { mode: 0o4755 }],
    ["xattrs", {}, { xattrs: capability }],
    ["xattrs", { xattrs: capability }, { xattrs: new Map([["security.capability", Buffer.from([2])]]) }],
    ["target", { type: "symlink", linkPath: "a" }, { type: "symlink", linkPath: "b" }],
    [
      "device",
      { type: "character", device: { major: 1, minor: 3 } },
      { type: "character", device: { major: 1, minor: 5 } },
    ],
    ["type", { type: "file", mtime: 1 }, { type: "directory", mtime: 2 }],
  ])("a change of %s is reported", (what, before, after) => {
    expect(diffTrees(tree([{ path: "x", ...before }]), tree([{ path: "x", ...after }]))).toMatchObject([
      { path: "x", change: "changed", what: [what] },
    ]);
  });

  test("repeats in a layer, and how files are spread over layers, are not differences", () => {
    const old = tree([{ path: "a", type: "directory", mode: 0o755 }, { path: "a/x" }, { path: "a/y" }]);
    const current = tree(
      [{ path: "a", type: "directory", mode: 0o755 }, { path: "a/y" }],
      [{ path: "a", type: "directory", mode: 0o755, mtime: 9 }, { path: "a/x" }],
    );

    expect(diffTrees(old, current)).toEqual([]);
  });

  test("the bytes of a file with several names count once", () => {
    const current = tree([
      { path: "a", size: 9 },
      { path: "b", type: "hardlink", linkPath: "a" },
    ]);

    expect(diffTrees(tree([]), current).map(({ path, type, size }) => [path, type, size])).toEqual([
      ["a", "file", 9],
      ["b", "file", 0],
    ]);
  });
});
