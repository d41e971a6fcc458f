import type { LintEntry } from "../subject/lint-entry.ts";
import type { LintTree } from "../subject/lint-tree.ts";

/** The file names of a drop-in directory that end this way, in the order they are read. */
export function dropIns(tree: LintTree, directory: string, ending: string): LintEntry[] {
  return tree.list(directory).filter(({ path }) => {
    const name = path.slice(path.lastIndexOf("/") + 1);
    // Of `.toml` alone the ending is no ending but the name.
    return name.endsWith(ending) && name !== ending;
  });
}
