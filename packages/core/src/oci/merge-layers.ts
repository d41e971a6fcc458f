import type { TarEntry } from "../tar/entry.ts";
import { applyLayer } from "./apply-layer.ts";
import { directoryAt, type Inode, impliedDirectory, nodeAt, type TreeNode } from "./layer-tree.ts";

/** Describes a name in an image's root. */
export interface MergedEntry {
  /** The entry there: `path` is its place, and a hardlink has become what it links to. */
  readonly entry: TarEntry;
  /** Index of the layer that last had the name. */
  readonly layer: number;
  /** Where the bytes are; the same object for all names of a group of hardlinks. */
  readonly inode: Inode;
}

/** Holds the root of an image: the result of applying all its layers. */
export interface MergedTree {
  /** By path: `.` first, the others relative, directories before their entries, in the order of names. */
  readonly entries: ReadonlyMap<string, MergedEntry>;
  /** Returns what a path leads to, following links inside the root. */
  readonly find: (path: string) => MergedEntry | undefined;
  /** Returns the paths of a directory's entries, following links inside the root; none if there is no directory. */
  readonly list: (path: string) => readonly string[];
}

/** Merges the layers of an image, lowest first. Throws `image-invalid` as `applyLayer` does. */
export function mergeLayers(layers: Iterable<Iterable<TarEntry>>): MergedTree {
  const root = impliedDirectory(0);
  let layer = 0;
  for (const entries of layers) {
    applyLayer(root, entries, layer);
    layer += 1;
  }
  const entries = new Map<string, MergedEntry>();
  const paths = new Map<TreeNode, string>();
  const collect = (path: string, node: TreeNode): void => {
    const { inode } = node;
    const entry = inode.entry.path === path ? inode.entry : { ...inode.entry, path };
    entries.set(path, { entry, layer: node.layer, inode });
    paths.set(node, path);
    for (const name of [...(node.children?.keys() ?? [])].sort()) {
      const child = node.children?.get(name);
      if (child !== undefined) collect(path === "." ? name : `${path}/${name}`, child);
    }
  };
  collect(".", root);

  const placed = (node: TreeNode | undefined) => (node === undefined ? undefined : paths.get(node));
  return {
    entries,
    find: (path) => entries.get(placed(nodeAt(root, path)) ?? ""),
    list: (path) => {
      const directory = directoryAt(root, path);
      const children = [...(directory?.children.values() ?? [])].map(placed);
      return children.filter((child) => child !== undefined).sort();
    },
  };
}
