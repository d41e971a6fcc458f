import type { TarEntry } from "../tar/entry.ts";
import { invalidImage } from "./invalid-image.ts";
import {
  type DirectoryNode,
  directoryAt,
  type Inode,
  impliedDirectory,
  isDirectory,
  type TreeNode,
} from "./layer-tree.ts";

/**
 * Applies the entries of a layer, in order, to the result of the layers below it, as container tools unpack them: a
 * directory keeps its entries, anything else is replaced, parents that are links are followed inside the root, and
 * whiteouts hide entries of lower layers, wherever they are within their own layer (OCI image specification, layer.md).
 * Throws `image-invalid` for what no tool can unpack: names that lead outside, hardlinks to nothing, entries below a
 * file.
 */
export function applyLayer(root: DirectoryNode, entries: Iterable<TarEntry>, layer: number): void {
  let index = 0;
  for (const entry of entries) {
    apply(root, { layer, index, entry });
    index += 1;
  }
}

function apply(root: DirectoryNode, inode: Inode): void {
  const { layer, entry } = inode;
  const { directory, name } = placeOf(entry.path);
  if (name === undefined) {
    if (entry.type !== "directory") throw invalidImage(`the root is a ${entry.type}`);
    root.inode = inode;
    root.layer = layer;
  } else if (name.startsWith(whiteout)) {
    if ([".wh.", ".wh..", ".wh..."].includes(name))
      throw invalidImage(`${entry.path} does not name what it hides`);
    const parent = directoryAt(root, directory);
    if (parent !== undefined) hide(parent, name, layer);
  } else {
    const node = nodeOf(root, inode);
    const parent = directoryAt(root, directory, layer);
    if (parent !== undefined) put(parent, name, node);
  }
}

/** Starts the name of a whiteout, followed by the hidden name. */
const whiteout = ".wh.";
/** Hides everything that lower layers have in a directory. */
const opaque = ".wh..wh..opq";
/** Starts the names of AUFS's own notes, which all tools skip. */
const auxiliary = ".wh..wh.";

/** Linux's limit for a path or the target of a link. */
const pathLimit = 4096;

/** Splits a path into its last name, which the root itself lacks, and the directory before it. */
function placeOf(path: string): { readonly directory: string; readonly name?: string } {
  if (path.length > pathLimit) throw invalidImage(`a layer has a name of ${path.length} characters`);
  const names = path.split("/").filter((name) => name !== "" && name !== ".");
  if (names.includes("..")) throw invalidImage(`a layer has the name ${path}, which leads outside the root`);
  const name = names.pop();
  return { directory: names.join("/"), ...(name === undefined ? {} : { name }) };
}

function hide(parent: DirectoryNode, name: string, layer: number): void {
  if (name === opaque) {
    hideChildren(parent, layer);
  } else if (!name.startsWith(auxiliary)) {
    const hidden = name.slice(whiteout.length);
    const node = parent.children.get(hidden);
    if (node !== undefined && !remainsOf(node, layer)) parent.children.delete(hidden);
  }
}

function hideChildren(directory: DirectoryNode, layer: number): void {
  for (const [name, child] of directory.children) {
    if (!remainsOf(child, layer)) directory.children.delete(name);
  }
}

/** Removes what lower layers have at a name and below; returns whether this layer has something there. */
function remainsOf(node: TreeNode, layer: number): boolean {
  if (isDirectory(node)) hideChildren(node, layer);
  if (node.layer === layer) return true;
  if (!isDirectory(node) || node.children.size === 0) return false;
  const { inode } = impliedDirectory(layer);
  node.inode = inode;
  node.layer = layer;
  return true;
}

function nodeOf(root: DirectoryNode, inode: Inode): TreeNode {
  const { layer, entry } = inode;
  if (entry.type === "hardlink") return { inode: inodeOf(root, entry), layer };
  if ((entry.linkPath ?? "").length > pathLimit) {
    throw invalidImage(`the target of the link ${entry.path} is too long`);
  }
  return entry.type === "directory" ? { inode, layer, children: new Map() } : { inode, layer };
}

function inodeOf(root: DirectoryNode, { path, linkPath = "" }: TarEntry): Inode {
  const { directory, name } = placeOf(linkPath);
  const target = name === undefined ? root : directoryAt(root, directory)?.children.get(name);
  if (target === undefined) throw invalidImage(`${path} is a hardlink to ${linkPath}, which does not exist`);
  if (isDirectory(target)) throw invalidImage(`${path} is a hardlink to the directory ${linkPath}`);
  return target.inode;
}

function put(parent: DirectoryNode, name: string, node: TreeNode): void {
  const there = parent.children.get(name);
  if (there !== undefined && isDirectory(there) && isDirectory(node)) {
    there.inode = node.inode;
    there.layer = node.layer;
  } else {
    parent.children.set(name, node);
  }
}
