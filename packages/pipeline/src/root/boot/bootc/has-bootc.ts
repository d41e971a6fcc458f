import type { RootDirectory } from "../../../tree/root-directory.ts";

/** Returns whether a root has bootc, which Debian does not: the treefile brought it. */
export async function hasBootc(root: RootDirectory): Promise<boolean> {
  return root.exists("/usr/bin/bootc");
}
