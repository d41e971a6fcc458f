import type { TarEntry } from "../tar/entry.ts";
import { invalidImage } from "./invalid-image.ts";

/** What stands behind a name, and behind all names of a group of hardlinks. */
export interface Inode {
  /** Index of the layer that has its bytes. */
  readonly layer: number;
  /** Its place among the entries of that layer; -1 for a directory that none states. */
  readonly index: number;
  /** As that layer has it, the path included. */
  readonly entry: TarEntry;
}

/** A name in a root that layers are applied to. */
export interface TreeNode {
  inode: Inode;
  /** Index of the layer that this name came from last. */
  layer: number;
  /** Of a directory, by name. */
  readonly children?: Map<string, TreeNode>;
}

export interface DirectoryNode extends TreeNode {
  readonly children: Map<string, TreeNode>;
}

export function isDirectory(node: TreeNode): node is DirectoryNode {
  return node.children !== undefined;
}

/** A directory that no layer states but one needs: container tools make it as root's. */
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
 * What a path leads to inside the root, following links as a chroot does. Undefined when there is nothing; with the
 * layer of `makeFor`, missing directories are made, and a file in the way is `image-invalid`.
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
        throw invalidImage(`${path} lies more than ${depthLimit} directories deep`);
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
          : `${path}: ${name} is a ${type}, no directory`,
      );
    }
  }
  return chain.at(-1);
}

/** Linux follows as many. */
const hopLimit = 40;
const depthLimit = 2048;

/** The first is the last in the list. */
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

/** As `nodeAt`, for a directory: anything else there is none, or `image-invalid` with `makeFor`. */
export function directoryAt(root: DirectoryNode, path: string, makeFor?: number): DirectoryNode | undefined {
  const node = nodeAt(root, path, makeFor);
  if (node === undefined || isDirectory(node)) return node;
  if (makeFor === undefined) return undefined;
  throw invalidImage(`${path} is a ${node.inode.entry.type}, no directory`);
}
