import { mergedPath } from "@debootc/core/dpkg/merged-path";
import { parseDiversions } from "@debootc/core/dpkg/path-registries";
import { dirname } from "node:path";
import type { RootDirectory } from "../../tree/root-directory.ts";

/** Tells which package a path belongs to, by the file lists of the root's dpkg database. */
export interface PackageFiles {
  readonly packages: ReadonlySet<string>;
  /** Returns the package that ships a path; of a path that several packages share, the first by name. */
  readonly ownerOf: (path: string) => string | undefined;
  /** Returns the package that alone has the directory above a path, or the nearest one above that belongs to a package. */
  readonly directoryOwnerOf: (path: string) => string | undefined;
}

/** Finds owners of paths as they are in a root whose /usr is merged. */
export async function readPackageFiles(root: RootDirectory): Promise<PackageFiles> {
  const lists = await readPackageLists(root);
  const owners = new Map<string, string>();
  const shared = new Set<string>();
  for (const [owner, paths] of lists) {
    for (const path of paths.map(mergedPath)) {
      if (owners.has(path)) shared.add(path);
      else owners.set(path, owner);
    }
  }
  return {
    packages: new Set(lists.keys()),
    ownerOf: (path) => owners.get(path),
    directoryOwnerOf: (path) => {
      let directory = dirname(path);
      while (directory !== "/" && !owners.has(directory)) directory = dirname(directory);
      return shared.has(directory) ? undefined : owners.get(directory);
    },
  };
}

/**
 * Reads the paths of each package, by its name; a file that another package diverts has its new name. A byte that is not
 * UTF-8 is as in paths of `RootDirectory`.
 */
export async function readPackageLists(root: RootDirectory): Promise<ReadonlyMap<string, readonly string[]>> {
  const database = "/var/lib/dpkg";
  const diversions = new Map(
    parseDiversions((await root.readNames(`${database}/diversions`)) ?? "").map((one) => [one.from, one]),
  );
  const lists = new Map<string, readonly string[]>();
  for (const name of await root.list(`${database}/info`)) {
    if (!name.endsWith(".list")) continue;
    const owner = name.slice(0, -".list".length).replace(/:[^:]+$/, "");
    const listed = ((await root.readNames(`${database}/info/${name}`)) ?? "").split("\n").filter(Boolean);
    const paths = listed.map((path) => {
      const diversion = diversions.get(path);
      return diversion === undefined || diversion.package === owner ? path : diversion.to;
    });
    lists.set(owner, [...(lists.get(owner) ?? []), ...paths]);
  }
  return lists;
}
