import { removeTree } from "./remove-tree.ts";
import { removeTreeOperation } from "./remove-tree-operation.ts";
import { type Privilege, runPrivileged } from "./run-privileged.ts";

/** How this process may become root, on behalf of the given user. */
export function privilegeOf(owner: Privilege["owner"]): Privilege {
  return { owner, isRoot: process.getuid?.() === 0 };
}

/** Removes a tree whoever owns what is in it; root is asked only where the user may not. */
export async function removeAnyTree(path: string, privilege: Privilege): Promise<void> {
  try {
    await removeTree(path);
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    if (privilege.isRoot || (code !== "EACCES" && code !== "EPERM")) throw error;
    await runPrivileged(removeTreeOperation, { path }, privilege, {
      report: () => {},
      log: () => {},
      // Clean-up goes on when the run itself was cancelled.
      signal: new AbortController().signal,
    });
  }
}
