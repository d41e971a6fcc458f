import { readdir, readFile, readlink } from "node:fs/promises";
import { join } from "node:path";

/** Returns the paths that two directories do not both have with the same content. */
export async function differencesOf(first: string, second: string): Promise<string[]> {
  const [ours, theirs] = await Promise.all([contentsOf(first), contentsOf(second)]);
  const paths = new Set([...ours.keys(), ...theirs.keys()]);
  return [...paths].filter((path) => ours.get(path) !== theirs.get(path)).toSorted();
}

async function contentsOf(directory: string): Promise<Map<string, string>> {
  const entries = await readdir(directory, { recursive: true, withFileTypes: true });
  const contents = new Map<string, string>();
  for (const entry of entries) {
    const path = join(entry.parentPath, entry.name);
    if (entry.isDirectory()) continue;
    const content = entry.isSymbolicLink() ? await readlink(path) : await readFile(path, "base64");
    contents.set(path.slice(directory.length + 1), content);
  }
  return contents;
}
