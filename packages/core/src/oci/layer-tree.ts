import type { TarEntry } from "../tar/entry.ts";
import { invalidImage } from "./invalid-image.ts";

/** Describes the file behind a name, shared by all names of a group of hardlinks. */
export interface Inode {
  /** Index of the layer that has its bytes. */
  readonly layer: number;
  /** Its position among the entries of that layer; -1 for a directory without an entry. */
  readonly index: number;
  /** The entry in that layer, including its path. */
  readonly entry: TarEntry;
}

/** Describes a name in a root to which layers are applied. */
export interface TreeNode {
  inode: Inode;
  /** Index of the layer that last had this name. */
  layer: number;
  /** Entries of a directory, by name. */
  readonly children?: Map<string, TreeNode>;
}

export interface DirectoryNode extends TreeNode {
  readonly children: Map<string, TreeNode>;
}

export function isDirectory(node: TreeNode): node is DirectoryNode {
  return node.children !== undefined;
}

/** Makes a directory that a layer needs but that no layer contains: container tools give it to root. */
export function impliedDirectory(layer: number): DirectoryNode {
  return { inode: { layer, index: -1, entry: impliedEntry }, layer, children: new Map() };
}

const impliedEntry: TarEntry = {
  path: ".",
  type: "directory",
  mode: 0o755,
  uid: 0,
  gid: 0,
  size: 0,
  mtime: 0,
  xattrs: new Map(),
};

/**
 * Returns what a path leads to inside the root, following links as in a chroot. Returns undefined if there is nothing;
 * with `makeFor`, missing directories are made for that layer, and a file in the way throws `image-invalid`.
 */
export function nodeAt(root: DirectoryNode, path: string, makeFor?: number): TreeNode | undefined {
  const chain = [root];
  const ahead = namesOf(path);
  let hops = 0;
  for (let name = ahead.pop(); name !== undefined; name = ahead.pop()) {
    if (name === "..") {
      if (chain.length > 1) chain.pop();
      continue;
    }
    const child = childOf(chain.at(-1) ?? root, name, makeFor);
    if (child === undefined) return undefined;
    if (isDirectory(child)) {
      chain.push(child);
      if (chain.length > depthLimit)
        throw invalidImage(`${path} is more than ${depthLimit} directories deep`);
      continue;
    }
    const { type, linkPath = "" } = child.inode.entry;
    if (type === "symlink" && hops < hopLimit) {
      hops += 1;
      if (linkPath.startsWith("/")) chain.length = 1;
      ahead.push(...namesOf(linkPath));
    } else if (type !== "symlink" && ahead.length === 0) {
      return child;
    } else {
      if (makeFor === undefined) return undefined;
      throw invalidImage(
        type === "symlink"
          ? `${path} leads through too many links`
          : `${path}: ${name} is a ${type}, not a directory`,
      );
    }
  }
  return chain.at(-1);
}

/** Linux follows at most this many. */
const hopLimit = 40;
const depthLimit = 2048;

/** Splits a path into names, the first one at the end of the list. */
function namesOf(path: string): string[] {
  return path
    .split("/")
    .filter((name) => name !== "" && name !== ".")
    .reverse();
}

function childOf(parent: DirectoryNode, name: string, makeFor: number | undefined): TreeNode | undefined {
  const child = parent.children.get(name);
  if (child !== undefined || makeFor === undefined) return child;
  const made = impliedDirectory(makeFor);
  parent.children.set(name, made);
  return made;
}

/** Works like `nodeAt`, but only for directories: others count as none, or throw `image-invalid` with `makeFor`. */
export function directoryAt(root: DirectoryNode, path: string, makeFor?: number): DirectoryNode | undefined {
  const node = nodeAt(root, path, makeFor);
  if (node === undefined || isDirectory(node)) return node;
  if (makeFor === undefined) return undefined;
  throw invalidImage(`${path} is a ${node.inode.entry.type}, not a directory`);
}
