import { legFilePattern } from "@debootc/core/compose/composed-leg";
import { DebootcError } from "@debootc/core/error/debootc-error";
import { quoted } from "@debootc/core/text/quoted";
import { cp, mkdir, readdir } from "node:fs/promises";
import { dirname, join } from "node:path";

/**
 * Copies what a node of a plugin has left to its place in the compose. Throws `plugin-failed` for anything that is not a file
 * or a directory, and for a name that a record of the compose cannot have.
 */
export async function placePluginFiles(source: string, target: string): Promise<readonly string[]> {
  const files: string[] = [];
  for (const entry of await readdir(source, { withFileTypes: true, recursive: true })) {
    const path = join(entry.parentPath, entry.name).slice(source.length + 1);
    if (!entry.isFile() && !entry.isDirectory())
      throw new DebootcError("plugin-failed", `${quoted(path)} is neither a file nor a directory`, {
        hint: "Leave copies: a compose that is moved elsewhere has no links.",
      });
    if (!legFilePattern.test(path))
      throw new DebootcError("plugin-failed", `${quoted(path)} cannot be the name of a file of a compose`, {
        hint: "Use letters, digits, `_`, `-` and `.`, and no `.` or `-` at the beginning.",
      });
    if (entry.isFile()) files.push(path);
  }
  for (const path of files.sort()) {
    await mkdir(dirname(join(target, path)), { recursive: true });
    await cp(join(source, path), join(target, path));
  }
  return files;
}
