import { readdir, readFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { hasErrno } from "../errno.ts";
import { type Hierarchy, readHierarchies } from "./cgroup-layout.ts";

/** How deep groups nest on hosts with containers in sessions of users. */
const mostLevels = 10;

/** Directories of all groups of this machine, as far as they are seen here, whose name begins like this. */
export async function listCgroups(prefix: string): Promise<string[]> {
  const [membership, mountInfo] = await Promise.all([
    readFile("/proc/self/cgroup", "utf8"),
    readFile("/proc/self/mountinfo", "utf8"),
  ]);
  const tops = readHierarchies(membership, mountInfo).map(({ top }: Hierarchy) => top);
  const found = await Promise.all([...new Set(tops)].map((top) => below(top, prefix, mostLevels)));
  return found.flat().sort();
}

async function below(directory: string, prefix: string, levels: number): Promise<string[]> {
  if (levels === 0) return [];
  const found: string[] = [];
  for (const name of await directoriesIn(directory)) {
    const path = join(directory, name);
    if (name.startsWith(prefix)) found.push(path);
    else found.push(...(await below(path, prefix, levels - 1)));
  }
  return found;
}

async function directoriesIn(directory: string): Promise<string[]> {
  try {
    const entries = await readdir(directory, { withFileTypes: true });
    return entries.filter((entry) => entry.isDirectory()).map((entry) => basename(entry.name));
  } catch (error) {
    // Groups come and go.
    if (hasErrno(error, "ENOENT", "ENODEV", "EACCES")) return [];
    throw error;
  }
}
