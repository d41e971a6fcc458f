import { parseDiversions } from "@debootc/core/dpkg/path-registries";
import type { RootDirectory } from "../../tree/root-directory.ts";

/** Which package a path belongs to, by the file lists of the root's dpkg database. */
export interface PackageFiles {
  readonly packages: ReadonlySet<string>;
  readonly ownerOf: (path: string) => string | undefined;
}

/** Finds owners; of a path that several packages share, the first by name counts. */
export async function readPackageFiles(root: RootDirectory): Promise<PackageFiles> {
  const lists = await readPackageLists(root);
  const owners = new Map<string, string>();
  for (const [owner, paths] of lists) {
    for (const path of paths) if (!path.startsWith("/usr/") && !owners.has(path)) owners.set(path, owner);
  }
  return { packages: new Set(lists.keys()), ownerOf: (path) => owners.get(path) };
}

/** The paths of each package, by its name; a file that another package diverts under the name that it has instead. */
export async function readPackageLists(root: RootDirectory): Promise<ReadonlyMap<string, readonly string[]>> {
  const database = "/var/lib/dpkg";
  const diversions = new Map(
    parseDiversions((await root.readText(`${database}/diversions`)) ?? "").map((one) => [one.from, one]),
  );
  const lists = new Map<string, readonly string[]>();
  for (const name of await root.list(`${database}/info`)) {
    if (!name.endsWith(".list")) continue;
    const owner = name.slice(0, -".list".length).replace(/:[^:]+$/, "");
    const listed = ((await root.readText(`${database}/info/${name}`)) ?? "").split("\n").filter(Boolean);
    const paths = listed.map((path) => {
      const diversion = diversions.get(path);
      return diversion === undefined || diversion.package === owner ? path : diversion.to;
    });
    lists.set(owner, [...(lists.get(owner) ?? []), ...paths]);
  }
  return lists;
}
