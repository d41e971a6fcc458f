import type { RootDirectory } from "./root-directory.ts";

/** Which package a path belongs to, by the file lists of the root's dpkg database. */
export interface PackageFiles {
  readonly packages: ReadonlySet<string>;
  readonly ownerOf: (path: string) => string | undefined;
}

/** Reads the lists of the packages; of a path that several share, the first by name counts. */
export async function readPackageFiles(root: RootDirectory): Promise<PackageFiles> {
  const info = "/var/lib/dpkg/info";
  const packages = new Set<string>();
  const owners = new Map<string, string>();
  for (const name of await root.list(info)) {
    if (!name.endsWith(".list")) continue;
    const owner = name.slice(0, -".list".length).replace(/:[^:]+$/, "");
    packages.add(owner);
    for (const path of ((await root.readText(`${info}/${name}`)) ?? "").split("\n")) {
      if (!path.startsWith("/usr/") && !owners.has(path)) owners.set(path, owner);
    }
  }
  return { packages, ownerOf: (path) => owners.get(path) };
}
