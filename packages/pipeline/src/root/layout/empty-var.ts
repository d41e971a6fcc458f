import { tmpfilesPaths } from "@debootc/core/var-policy/tmpfiles-paths";
import type { VarEntry } from "@debootc/core/var-policy/classify-var";
import { dirname } from "node:path";
import type { RootDirectory } from "../../tree/root-directory.ts";

interface Emptied {
  /** What is in /var, parents first. */
  readonly entries: readonly VarEntry[];
  /** Lines of tmpfiles.d that make what is missing, and paths that other such files make. */
  readonly lines: readonly string[];
  readonly covered: ReadonlySet<string>;
  /** What has moved out of /var; a line makes a link in its place. */
  readonly sysimage: readonly { readonly from: string; readonly to: string }[];
}

/**
 * Removes from /var all but the directories and links that tmpfiles.d makes on a machine. In a container nothing runs
 * it, and dpkg and apt cannot work there without them, as an image derived from this one wants. A commit has none of
 * them.
 */
export async function emptyVar(
  root: RootDirectory,
  { entries, lines, covered, sysimage }: Emptied,
): Promise<void> {
  const made = new Set([...covered, ...tmpfilesPaths(lines.join("\n"))]);
  const kept = new Set(["/var"]);
  for (const { path, type } of entries) {
    if (!kept.has(dirname(path))) continue;
    if ((type === "directory" || type === "symlink") && made.has(path) && (await root.exists(path)))
      kept.add(path);
    else await root.remove(path);
  }
  for (const { from, to } of sysimage)
    if (kept.has(dirname(from)))
      await root.makeLink(from, `${"../".repeat(from.split("/").length - 2)}${to.slice(1)}`);
}
