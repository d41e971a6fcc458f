import { debFileName } from "@debootc/core/lock/local-package";
import type { LockedPackage } from "@debootc/core/lock/lock";
import { indexFlatRepository } from "@debootc/tools/apt/apt-ftparchive";
import { copyFile, link, mkdir } from "node:fs/promises";
import { join } from "node:path";
import { storedDeb } from "../../gather/deb-store.ts";

/** Makes a flat repository of exactly the locked packages out of the store of .debs. */
export async function makePackagePool(
  packages: readonly LockedPackage[],
  debsDirectory: string,
  pool: string,
  signal: AbortSignal,
): Promise<void> {
  await linkDebs(packages, debsDirectory, pool);
  await indexFlatRepository(pool, signal);
}

/** Puts the .debs of a store into one directory, by the names they have in an archive. */
export async function linkDebs(
  packages: readonly LockedPackage[],
  debsDirectory: string,
  pool: string,
): Promise<void> {
  await mkdir(pool, { recursive: true });
  for (const locked of packages) {
    await linkOrCopy(storedDeb(debsDirectory, locked.sha256), join(pool, debFileName(locked)));
  }
}

async function linkOrCopy(source: string, target: string): Promise<void> {
  try {
    await link(source, target);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EXDEV") throw error;
    await copyFile(source, target);
  }
}
