import type { PackageDatabase, PackageFiles } from "../dpkg/package-database.ts";

/** An installed package, of a source of the same name unless it says otherwise. */
export function installed(
  name: string,
  files: readonly string[],
  change: Partial<PackageFiles> = {},
): PackageFiles {
  return { name, files, architecture: "amd64", version: "1", source: name, installedSize: 0, ...change };
}

export function databaseOf(
  packages: readonly PackageFiles[],
  change: Partial<PackageDatabase> = {},
): PackageDatabase {
  return { packages, diversions: [], managedFiles: [], ...change };
}
