import { readFile } from "node:fs/promises";

/** Returns whether the running kernel has a file system, mounted or not; `selinuxfs`, say, shows how it was started. */
export async function kernelKnowsFileSystem(name: string): Promise<boolean> {
  const known = await readFile("/proc/filesystems", "utf8");
  return known.split("\n").some((line) => line.split("\t")[1] === name);
}
