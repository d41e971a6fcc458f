import type { LintEntry } from "../subject/lint-entry.ts";
import type { LintTree } from "../subject/lint-tree.ts";

/** Lists the entries of a drop-in directory with this file name ending, in the order in which they are read. */
export function dropIns(tree: LintTree, directory: string, ending: string): LintEntry[] {
  return tree.list(directory).filter(({ path }) => {
    const name = path.slice(path.lastIndexOf("/") + 1);
    // In `.toml` alone, that is the name and not its ending.
    return name.endsWith(ending) && name !== ending;
  });
}
