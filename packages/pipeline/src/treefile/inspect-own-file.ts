import type { InspectFile } from "@debootc/core/treefile/layer/own-file";
import { constants, accessSync, lstatSync, readdirSync, realpathSync, type Stats } from "node:fs";
import { dirname, join, relative } from "node:path";

const allowed = "a file below the directory of the treefile that names it";

/** Tells what a file of the treefile is on this machine. A directory is searched, because all of it is taken. */
export const inspectOwnFile: InspectFile = (source, beside, onEntry = () => {}) => {
  try {
    const [parent, home] = [realpathSync(dirname(source)), realpathSync(beside)];
    if (parent !== home && !parent.startsWith(`${home}/`)) {
      const hint = "Put a copy of the file in the place of the link.";
      return { message: `a link leads out of the treefile's directory, to ${parent}`, allowed, hint };
    }
    const stat = lstatSync(source);
    if (stat.isSymbolicLink()) return "link";
    const strange = strangeEntry(source, stat, (path) => onEntry(relative(source, path)));
    if (strange !== undefined) return { message: strange, allowed, hint: "Leave it out." };
    return stat.isDirectory() ? "directory" : "file";
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === undefined) throw error;
    if (code === "ENOENT" || code === "ENOTDIR")
      return { message: "the file does not exist", allowed, hint: `It is looked for at ${source}.` };
    if (code === "EACCES" || code === "EPERM")
      return { message: "the file cannot be read by this user", allowed, hint: "Check its permissions." };
    return { message: `the file cannot be used: ${code}`, allowed, hint: `It is looked for at ${source}.` };
  }
};

/** The first thing at or below a path that cannot be put into an image. */
function strangeEntry(path: string, stat: Stats, onEntry: (path: string) => void): string | undefined {
  if (stat.isSymbolicLink()) return undefined;
  accessSync(path, stat.isDirectory() ? constants.R_OK | constants.X_OK : constants.R_OK);
  if (stat.isFile()) return undefined;
  if (!stat.isDirectory()) return `${path} is neither a file, a directory nor a link`;
  for (const name of readdirSync(path, { encoding: "buffer" })) {
    const text = name.toString();
    if (!name.equals(Buffer.from(text))) return `a name in ${path} is not UTF-8`;
    onEntry(join(path, text));
    const found = strangeEntry(join(path, text), lstatSync(join(path, text)), onEntry);
    if (found !== undefined) return found;
  }
  return undefined;
}
