import type { RootDirectory } from "../../tree/root-directory.ts";

const directory = "/usr/lib/dracut/modules.d";

/**
 * Returns the modules of dracut that a root needs besides those that select themselves. bootc's is one of them: without it, what
 * bootc installs on its composefs backend finds no root.
 */
export async function dracutModules(root: RootDirectory): Promise<string[]> {
  const hasBootc = (await root.list(directory)).some((name) => /^[0-9]{2}bootc$/.test(name));
  return ["ostree", "systemd", ...(hasBootc ? ["bootc"] : [])];
}
