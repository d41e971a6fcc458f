import type { Stats } from "node:fs";

/**
 * Returns the mode of a file or directory as every clone of a git repository has it: git keeps of a mode only whether
 * the owner may run a file. The other bits follow from the umask of whoever cloned it.
 */
export function modeKeptByGit(stat: Pick<Stats, "mode" | "isDirectory">): 0o755 | 0o644 {
  return stat.isDirectory() || (stat.mode & 0o100) !== 0 ? 0o755 : 0o644;
}
