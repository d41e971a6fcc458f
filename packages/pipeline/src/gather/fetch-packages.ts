import type { LockedPackage, LockSection } from "@debootc/core/lock/lock";
import { join } from "node:path";
import type { OperationContext } from "../worker/operation-context.ts";
import { storedDeb } from "./deb-store.ts";
import { type FetchedFiles, fetchFiles, type FileFetch } from "./fetch-files.ts";

/** Returns all .debs that a lock names: those to install, and those from which files are taken. */
export function lockedFiles({ packages, bootLoader = [] }: LockSection): readonly LockedPackage[] {
  return [...packages, ...bootLoader];
}

interface PackageFetch extends Omit<FileFetch, "files" | "storedAt" | "storeDirectory"> {
  readonly section: LockSection;
  /** The store: `<2 hex>/<sha256>.deb`; may be shared by concurrent runs. */
  readonly debsDirectory: string;
  /** The cache directory from whose store .debs are copied, for work that has a store of its own. */
  readonly sharedCacheDir?: string | undefined;
}

/** Brings every locked .deb into the store, each verified by size and SHA-256. Throws as `fetchFiles` does. */
export async function fetchPackages(
  { section, debsDirectory, sharedCacheDir, ...fetch }: PackageFetch,
  context: OperationContext,
): Promise<FetchedFiles> {
  return fetchFiles(
    {
      ...fetch,
      files: lockedFiles(section),
      storeDirectory: debsDirectory,
      storedAt: (sha256) => storedDeb(debsDirectory, sha256),
      ...(sharedCacheDir === undefined
        ? {}
        : { sharedAt: (sha256) => storedDeb(join(sharedCacheDir, "debs"), sha256) }),
    },
    context,
  );
}
