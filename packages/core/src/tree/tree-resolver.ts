import { posix } from "node:path";
import type { TreeEntry } from "./tree-entry.ts";

/**
 * Resolves paths inside a tree as a chroot would: absolute targets begin at the tree's root and nothing leads
 * above it. Paths are relative to the root, without `./`.
 */
export interface TreeResolver {
  /** The path with every link among its parents followed; what it names itself may be a link or missing. */
  readonly entry: (path: string) => string;
  /** Where the path leads after all links; `undefined` for a circle of them. */
  readonly target: (path: string) => string | undefined;
}

/** As many as Linux follows. */
const linkLimit = 40;

export function treeResolver(entries: Iterable<TreeEntry>): TreeResolver {
  const links = new Map<string, string>();
  for (const { path, type, linkPath } of entries) {
    if (type === "symlink" && linkPath !== undefined) links.set(path, linkPath);
  }
  const directories = new Map<string, string | undefined>();

  const follow = (path: string, hops: number): string | undefined => {
    const parent = directoryOf(posix.dirname(path), hops);
    if (parent === undefined) return undefined;
    const resolved = parent === "." ? posix.basename(path) : `${parent}/${posix.basename(path)}`;
    const link = links.get(resolved);
    if (link === undefined) return resolved;
    return hops === 0 ? undefined : follow(inside(resolved, link), hops - 1);
  };
  const directoryOf = (path: string, hops: number): string | undefined => {
    if (path === "." || path === "") return ".";
    const isCached = hops === linkLimit;
    if (isCached && directories.has(path)) return directories.get(path);
    const resolved = follow(path, hops);
    if (isCached) directories.set(path, resolved);
    return resolved;
  };
  return {
    entry: (path) => {
      const parent = directoryOf(posix.dirname(path), linkLimit);
      return parent === undefined || parent === "."
        ? posix.basename(path)
        : `${parent}/${posix.basename(path)}`;
    },
    target: (path) => follow(path, linkLimit),
  };
}

/** Path of a link's target, relative to the root and never above it. */
function inside(link: string, target: string): string {
  const absolute = posix.resolve("/", posix.dirname(link), target);
  return absolute === "/" ? "." : absolute.slice(1);
}
