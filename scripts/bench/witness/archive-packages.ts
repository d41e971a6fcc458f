import { fieldOf } from "@debootc/core/deb822/stanzas";
import { debFileName } from "@debootc/core/lock/local-package";
import type { LockedPackage } from "@debootc/core/lock/lock";
import { lockedPackageOf } from "@debootc/core/lock/locked-package";
import { packageUniverse } from "@debootc/core/lock/package-universe";
import { compareVersions } from "@debootc/core/version/compare-versions";
import { storedDeb } from "@debootc/pipeline/gather/deb-store";
import { fetchFiles } from "@debootc/pipeline/gather/fetch-files";
import { readIndexes } from "@debootc/pipeline/gather/read-indexes";
import { copyFile, mkdir } from "node:fs/promises";
import { join } from "node:path";
import { suiteSources } from "../suite-sources.ts";

/** Holds the binary packages that an archive has of one source package. */
export interface ArchiveBuild {
  readonly source: string;
  readonly version: string;
  /** Path of each package, by its file name. */
  readonly debs: ReadonlyMap<string, string>;
  /** The suffix `+bN` of a binary rebuild. */
  readonly rebuild?: string;
}

/** Fetches the binary packages of source packages, verified by the archive's signed indexes. */
export async function archivePackages(
  suite: string,
  names: readonly string[],
  directory: string,
): Promise<ArchiveBuild[]> {
  const { chroot, sources, proxy } = await suiteSources(suite);
  const context = { report: () => {}, log: () => {}, signal: new AbortController().signal };
  const workDirectory = join(directory, "indexes-work");
  await mkdir(workDirectory, { recursive: true });
  const request = {
    sources,
    proxy,
    architecture: chroot.architecture,
    recommends: false,
    workDirectory,
    indexCacheDirectory: join(directory, "indexes"),
  };
  const { suites } = await readIndexes(request, context);
  const universe = packageUniverse(suites.flatMap(({ parts }) => parts));
  const known = universe.parts.flatMap(({ index }) => [...index.names()].map((name) => ({ index, name })));
  const wanted = new Set(names);
  const isWanted = (stanza: string, name: string) =>
    wanted.has((fieldOf(stanza, "Source") ?? name).split(" ")[0] ?? "");
  const binaries = new Set(
    known
      .filter(({ index, name }) => index.stanzasOf(name).some((stanza) => isWanted(stanza, name)))
      .map(({ name }) => name),
  );
  const locked = [...binaries].flatMap((name) => universe.versionsOf(name).map(lockedPackageOf));
  const builds = names.map((name) => ({ name, packages: newestOf(locked, name) }));
  const debsDirectory = join(directory, "debs");
  await fetchFiles(
    {
      files: builds.flatMap(({ packages }) => packages),
      sources,
      proxy,
      storeDirectory: debsDirectory,
      storedAt: (sha256) => storedDeb(debsDirectory, sha256),
    },
    context,
  );
  return Promise.all(builds.map(({ name, packages }) => placed(name, packages, directory)));
}

function newestOf(locked: readonly LockedPackage[], source: string): LockedPackage[] {
  const own = locked.filter((one) => one.source === source);
  const [newest] = own.map(({ sourceVersion }) => sourceVersion).toSorted((a, b) => compareVersions(b, a));
  if (newest === undefined) throw new Error(`the archive has no package of the source package ${source}`);
  return own.filter(({ sourceVersion }) => sourceVersion === newest);
}

async function placed(
  source: string,
  packages: readonly LockedPackage[],
  directory: string,
): Promise<ArchiveBuild> {
  const place = join(directory, "archive", source);
  await mkdir(place, { recursive: true });
  const debs = new Map<string, string>();
  for (const one of packages) {
    const path = join(place, debFileName(one));
    await copyFile(storedDeb(join(directory, "debs"), one.sha256), path);
    // The archive's names have no epoch.
    debs.set(debFileName({ ...one, version: one.version.replace(/^\d+:/, "") }), path);
  }
  const version = packages[0]?.sourceVersion ?? "";
  const rebuild = packages
    .map((one) => /\+b\d+$/.exec(one.version)?.[0])
    .find((found) => found !== undefined);
  return { source, version, debs, ...(rebuild === undefined ? {} : { rebuild }) };
}
