import type { Digest } from "@debootc/core/record/digest";
import type { ArchiveSource } from "../../gather/archive-sources.ts";
import { type LocalDeb, stageLocalPackages } from "../../gather/local-packages.ts";

/** Offers packages of this machine as an archive. */
export interface LocalRepository {
  readonly source: ArchiveSource;
  /** Digests of the .debs: they decide what is chosen from it. */
  readonly digests: readonly Digest[];
}

/**
 * Makes an archive of packages for the build dependencies of a package; undefined if there are none. It comes before all
 * other sources, so that of equal versions its own count.
 */
export async function localRepository(
  debs: readonly LocalDeb[],
  directory: string,
): Promise<LocalRepository | undefined> {
  const source = await stageLocalPackages(debs, directory);
  return source && { source, digests: debs.map(({ sha256 }) => sha256).sort() };
}
