import type { VarEntry } from "./classify-var.ts";

/** Groups entries without a rule that one rule could cover: a single entry, or all files below one directory. */
export interface UnknownTree {
  /** The entry, or the deepest directory that contains all of them. */
  readonly path: string;
  readonly entries: readonly VarEntry[];
}

/**
 * Groups entries without a rule, so that a database of a thousand files is reported once. Everything except directories
 * below the directory of a tree is in the tree, and no tree is as wide as /var/lib.
 */
export function unknownTrees(all: readonly VarEntry[], unknown: readonly VarEntry[]): UnknownTree[] {
  const isUnknown = new Set(unknown.map(({ path }) => path));
  const mixed = new Set(
    all
      .filter(({ path, type }) => type !== "directory" && !isUnknown.has(path))
      .flatMap(({ path }) => ancestorsOf(path)),
  );
  const widest = ({ path }: VarEntry) => ancestorsOf(path).find((directory) => !mixed.has(directory)) ?? path;
  return [...Map.groupBy(unknown, widest).values()].map((entries) => ({
    path: commonPath(entries.map(({ path }) => path)),
    entries,
  }));
}

/** Lists the directories above a path that one package may own, such as /var/lib/mysql; widest first. */
function ancestorsOf(path: string): string[] {
  const parts = path.split("/");
  return parts.slice(4).map((_, index) => parts.slice(0, index + 4).join("/"));
}

function commonPath(paths: readonly string[]): string {
  const [first = [], ...others] = paths.map((path) => path.split("/"));
  const end = first.findIndex((part, index) => others.some((other) => other[index] !== part));
  return end < 0 ? first.join("/") : first.slice(0, end).join("/");
}
