import { readFile } from "node:fs/promises";

/** Whether the running kernel has a file system, mounted or not; some, such as `selinuxfs`, tell what it was started with. */
export async function kernelKnowsFileSystem(name: string): Promise<boolean> {
  const known = await readFile("/proc/filesystems", "utf8");
  return known.split("\n").some((line) => line.split("\t")[1] === name);
}
