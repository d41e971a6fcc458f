import * as fc from "fast-check";
import type { TreeEntry } from "./tree-entry.ts";
import { digestOfBytes } from "../record/digest.ts";

type Given = Partial<TreeEntry> & Pick<TreeEntry, "path">;

function entry(given: Given): TreeEntry {
  return { type: "file", mode: 0o644, uid: 0, gid: 0, size: 0, mtime: 0, xattrs: new Map(), ...given };
}

export function file(path: string, size = 0): TreeEntry {
  return entry({ path, size, digest: digestOfBytes(path) });
}

export function directory(path: string): TreeEntry {
  return entry({ path, type: "directory", mode: 0o755 });
}

export function symlink(path: string, linkPath: string): TreeEntry {
  return entry({ path, type: "symlink", mode: 0o777, linkPath });
}

export function hardlink(path: string, linkPath: string): TreeEntry {
  return entry({ path, type: "hardlink", linkPath });
}

/** A listing of entries: in order, and with the directories above them. */
export function treeOf(...entries: readonly TreeEntry[]): TreeEntry[] {
  const tree = new Map([[".", directory(".")]]);
  for (const each of entries) {
    const names = each.path.split("/");
    for (let depth = 1; depth < names.length; depth += 1) {
      const parent = names.slice(0, depth).join("/");
      if (!tree.has(parent)) tree.set(parent, directory(parent));
    }
    tree.set(each.path, each);
  }
  const key = ({ path }: TreeEntry) => path.replaceAll("/", "\0");
  return [...tree.values()].sort((a, b) => {
    if (a.path === "." || b.path === ".") return a.path === "." ? -1 : 1;
    return key(a) < key(b) ? -1 : 1;
  });
}

const name = fc.constantFrom("a", "b", "c");
const relativePath = fc.array(name, { minLength: 1, maxLength: 4 }).map((names) => names.join("/"));

/** Targets that lead on, up, out and into the void. */
const linkTarget = fc
  .tuple(fc.boolean(), fc.array(fc.constantFrom("a", "b", "c", "..", "."), { minLength: 1, maxLength: 5 }))
  .map(([isAbsolute, names]) => (isAbsolute ? "/" : "") + names.join("/"));

/** A path to resolve: consists only of names, but leads through whatever there is. */
export const anyPath = relativePath;

const leaf = fc.oneof(
  fc.tuple(relativePath, fc.nat({ max: 100 })).map(([path, size]) => file(path, size)),
  relativePath.map(directory),
  fc.tuple(relativePath, linkTarget).map(([path, target]) => symlink(path, target)),
  relativePath.map((path) => hardlink(path, "")),
);

/** Listings of small roots with links of both kinds, where every name has a directory above it. */
export const anyTree: fc.Arbitrary<TreeEntry[]> = fc
  .tuple(fc.array(leaf, { maxLength: 24 }), fc.array(fc.nat(), { minLength: 1, maxLength: 5 }))
  .map(([leaves, choices]) => {
    const kept: TreeEntry[] = [];
    for (const each of leaves) {
      const clashes = kept.some(
        ({ path, type }) =>
          path === each.path ||
          path.startsWith(`${each.path}/`) ||
          (type !== "directory" && each.path.startsWith(`${path}/`)),
      );
      if (!clashes) kept.push(each);
    }
    return linked(treeOf(...kept), choices);
  });

/** Puts the first name before every hardlink, as in a listing. */
function linked(tree: readonly TreeEntry[], choices: readonly number[]): TreeEntry[] {
  const firsts: TreeEntry[] = [];
  return tree.map((each, index) => {
    if (each.type === "file" || each.type === "symlink") firsts.push(each);
    if (each.type !== "hardlink") return each;
    const first = firsts[(choices[index % choices.length] ?? 0) % Math.max(1, firsts.length)];
    if (first !== undefined) return hardlink(each.path, first.path);
    const instead = file(each.path);
    firsts.push(instead);
    return instead;
  });
}
