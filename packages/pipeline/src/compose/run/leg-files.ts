import { readdir } from "node:fs/promises";
import { join } from "node:path";

/** Names the directory of a leg in which plugins have theirs. */
export const pluginsDirectory = "plugins";

/** Lists the files of a leg that its record names, by their paths in it: those beside its repository and its image, and those of plugins. */
export async function legFiles(base: string): Promise<readonly string[]> {
  const beside = await readdir(base, { withFileTypes: true });
  const hasPlugins = beside.some((entry) => entry.name === pluginsDirectory && entry.isDirectory());
  const ofPlugins = hasPlugins
    ? await readdir(join(base, pluginsDirectory), { withFileTypes: true, recursive: true })
    : [];
  return [...beside, ...ofPlugins]
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(base.length + 1))
    .sort();
}
