import { posix } from "node:path";
import type { TreeEntry } from "./tree-entry.ts";

/**
 * Resolves paths inside a tree as a chroot would: absolute targets begin at the tree's root and nothing leads
 * above it. Missing names are treated as directories. Paths are relative to the root,
 * without `./`; the root itself is `.`.
 */
export interface TreeResolver {
  /**
   * Returns the path with every link among its parents followed; what it names itself may be a link or missing. A path
   * below a circle of links stays as it is.
   */
  readonly entry: (path: string) => string;
  /** Returns where the path leads after all links; `undefined` for a circle of links. */
  readonly target: (path: string) => string | undefined;
}

/** Linux follows at most this many. */
const linkLimit = 40;

export function treeResolver(entries: Iterable<TreeEntry>): TreeResolver {
  const links = new Map<string, string>();
  for (const { path, type, linkPath = "" } of entries) {
    // Links may have hardlinks too: each leads on from its own place.
    const link = type === "symlink" ? linkPath : type === "hardlink" ? links.get(linkPath) : undefined;
    if (link !== undefined) links.set(path, link);
  }

  /** Resolves name by name, because `..` leads up from where a link before it led. */
  const target = (path: string): string | undefined => {
    const passed: string[] = [];
    const ahead = namesOf(path);
    let followed = 0;
    for (let name = ahead.pop(); name !== undefined; name = ahead.pop()) {
      if (name === "..") {
        passed.pop();
        continue;
      }
      passed.push(name);
      const link = links.get(passed.join("/"));
      if (link === undefined) continue;
      followed += 1;
      if (followed > linkLimit) return undefined;
      passed.length = link.startsWith("/") ? 0 : passed.length - 1;
      ahead.push(...namesOf(link));
    }
    return passed.join("/") || ".";
  };

  const directories = new Map<string, string | undefined>();
  const directoryOf = (path: string): string | undefined => {
    const parent = posix.dirname(path);
    if (!directories.has(parent)) directories.set(parent, target(parent));
    return directories.get(parent);
  };
  return {
    entry: (path) => {
      const directory = directoryOf(path);
      return directory === undefined ? path : posix.join(directory, posix.basename(path));
    },
    target,
  };
}

/** Splits a path into names, the first one at the end of the list. */
function namesOf(path: string): string[] {
  return path
    .split("/")
    .filter((name) => name !== "" && name !== ".")
    .reverse();
}
