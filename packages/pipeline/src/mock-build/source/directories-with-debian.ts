import { lstat, readdir } from "node:fs/promises";
import { join } from "node:path";

/** A tree may be as large as the kernel's. */
const mostDirectories = 2000;
const deepest = 3;

/** Finds the directories near the top of a tree that have a debian/changelog; those nearest to the top first. */
export async function directoriesWithDebian(tree: string): Promise<string[]> {
  const found: string[] = [];
  let level = [""];
  let seen = 0;
  for (let depth = 0; depth < deepest && seen < mostDirectories; depth++) {
    const below: string[] = [];
    for (const directory of level.slice(0, mostDirectories)) {
      seen++;
      const entries = await readdir(join(tree, directory), { withFileTypes: true }).catch(() => []);
      const names = entries.flatMap((entry) => (entry.isDirectory() ? [entry.name] : [])).sort();
      if (names.includes("debian") && (await hasChangelog(join(tree, directory)))) found.push(directory);
      below.push(
        ...names
          .filter((name) => !name.startsWith(".") && name !== "debian")
          .map((name) => join(directory, name)),
      );
    }
    level = below;
  }
  return found;
}

async function hasChangelog(directory: string): Promise<boolean> {
  return lstat(join(directory, "debian/changelog")).then(
    (stat) => stat.isFile(),
    () => false,
  );
}
