import { isOwnSource } from "@debootc/core/debian/own-source";
import { fieldOf } from "@debootc/core/deb822/stanzas";
import type { LockedPackage } from "@debootc/core/lock/lock";
import type { PackageUniverse } from "@debootc/core/lock/package-universe";
import type { ArchiveSource } from "../../gather/archive-sources.ts";
import { storedDeb } from "../../gather/deb-store.ts";
import { fetchFiles } from "../../gather/fetch-files.ts";
import { readDeb, stageLocalPackages } from "../../gather/local-packages.ts";
import type { OperationContext } from "../../worker/operation-context.ts";

/** Names the source that offers locked packages which no index lists any more. */
export const vanishedSourceId = "locked-packages";

/**
 * Returns the locked packages of archives whose file no index offers any more, such as after a point release, or which an
 * index offers with other bytes: apt cannot tell files of one version apart.
 */
export function vanishedPackages(
  locked: readonly LockedPackage[],
  universe: Pick<PackageUniverse, "versionsOf">,
): LockedPackage[] {
  return locked.filter(({ name, version, sha256, sourceId }) => {
    if (isOwnSource(sourceId)) return false;
    const offers = universe.versionsOf(name).filter((offer) => offer.version === version);
    const hex = sha256.slice("sha256:".length);
    return (
      offers.length === 0 || offers.some(({ stanza }) => fieldOf(stanza, "SHA256")?.toLowerCase() !== hex)
    );
  });
}

interface VanishedFetch {
  readonly sources: readonly ArchiveSource[];
  readonly proxy: Readonly<Record<string, string>>;
  /** The store of .debs. */
  readonly debsDirectory: string;
  /** Receives the repository. */
  readonly directory: string;
  /** Says what makes a whole new choice: `debootc lock minimal.yaml --update`. */
  readonly updateCommand: string;
}

/**
 * Makes a source of packages that no index lists any more, so that apt can keep them: from the cache, or from where the
 * archive had them, each verified by its locked digest. Undefined if there are none. Throws `mirror-unreachable` with all
 * that are nowhere.
 */
export async function sourceOfVanished(
  vanished: readonly LockedPackage[],
  { sources, proxy, debsDirectory, directory, updateCommand }: VanishedFetch,
  context: OperationContext,
): Promise<ArchiveSource | undefined> {
  if (vanished.length === 0) return undefined;
  await fetchFiles(
    {
      files: vanished,
      sources,
      proxy,
      storeDirectory: debsDirectory,
      storedAt: (sha256) => storedDeb(debsDirectory, sha256),
      goneHint: `The archives have neither an index nor a file of these locked versions any more, so they cannot be kept. Take newer ones with: ${updateCommand}`,
    },
    context,
  );
  const debs = await Promise.all(vanished.map(({ sha256 }) => readDeb(storedDeb(debsDirectory, sha256))));
  return stageLocalPackages(debs, directory, vanishedSourceId);
}
