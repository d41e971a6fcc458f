import { fieldOf } from "@debootc/core/deb822/stanzas";
import type { InstalledBuildDependency } from "@debootc/core/mock-build/buildinfo";
import { localSourceId } from "@debootc/core/debian/own-source";
import type { LockedPackage } from "@debootc/core/lock/lock";
import { withoutEpoch } from "@debootc/core/version/debian-version";
import { readControl } from "@debootc/tools/dpkg/dpkg-deb";
import { hasErrno } from "@debootc/tools/errno";
import { fileDigest } from "@debootc/tools/files/file-digest";
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import pLimit from "p-limit";

/**
 * Looks for packages among those that were fetched before. The store knows hashes only, so each file is asked for its
 * name: this takes seconds, and is for what no archive has any more. Files were verified when they were stored.
 */
export async function storedPackages(
  wanted: readonly InstalledBuildDependency[],
  buildArchitecture: string,
  debsDirectory: string,
  signal: AbortSignal,
): Promise<LockedPackage[]> {
  const keys = new Set(
    wanted.flatMap(({ name, version, architecture = buildArchitecture }) =>
      [architecture, "all"].map((one) => `${name} ${version} ${one}`),
    ),
  );
  const paths = (await filesBelow(debsDirectory))
    .filter((path) => path.endsWith(".deb"))
    .map((path) => join(debsDirectory, path));
  const limit = pLimit(4);
  const found = await limit.map(paths, async (path) => {
    signal.throwIfAborted();
    const control = await readControl(path, signal).catch(() => undefined);
    if (control === undefined) return [];
    const field = (name: string) => fieldOf(control, name) ?? "";
    const [name, version, architecture] = [field("Package"), field("Version"), field("Architecture")];
    if (!keys.has(`${name} ${version} ${architecture}`)) return [];
    const { digest, size } = await fileDigest(path);
    const locked: LockedPackage = {
      name,
      version,
      architecture,
      source: name,
      sourceVersion: version,
      sha256: digest,
      size,
      filename: `${name}_${withoutEpoch(version)}_${architecture}.deb`,
      sourceId: localSourceId,
    };
    return [locked];
  });
  return [...new Map(found.flat().map((one) => [`${one.name} ${one.architecture}`, one])).values()];
}

/** The store is made by the first package that is fetched. */
async function filesBelow(directory: string): Promise<string[]> {
  try {
    return await readdir(directory, { recursive: true });
  } catch (error) {
    if (hasErrno(error, "ENOENT")) return [];
    throw error;
  }
}
