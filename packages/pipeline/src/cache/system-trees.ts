/** Kinds of entries that hold files of any owner, with extended attributes. */
const systemTrees = new Set(["root", "packages", "base-root", "bootstrap-root", "dependency-layer"]);

/** Says whether entries of a kind hold trees of a system: only root can read and write them as they are. */
export function holdsSystemTree(kind: string): boolean {
  return systemTrees.has(kind);
}
