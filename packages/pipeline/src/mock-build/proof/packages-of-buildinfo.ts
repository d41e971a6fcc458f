import { DebootcError } from "@debootc/core/error/debootc-error";
import { askedByChroot } from "@debootc/core/mock-build/asked-by-chroot";
import {
  type Buildinfo,
  type InstalledBuildDependency,
  parseBuildinfo,
} from "@debootc/core/mock-build/buildinfo";
import { findInstalled, snapshotOfBuildDate } from "@debootc/core/mock-build/find-installed";
import type { LockedIndex, LockedPackage } from "@debootc/core/lock/lock";
import { packageUniverse } from "@debootc/core/lock/package-universe";
import { upstreamVersionOf } from "@debootc/core/source-package/upstream-version";
import type { NodeContext } from "../../engine/node.ts";
import { packageSources } from "../../gather/package-sources.ts";
import { readIndexes } from "../../gather/read-indexes.ts";
import type { MockBuildSetting } from "../run/mock-build-setting.ts";
import { buildDirectory } from "@debootc/core/mock-build/chroot/build-user";
import { storedPackages } from "./stored-packages.ts";

type Setting = Omit<MockBuildSetting, "given">;

interface Resolved {
  readonly packages: LockedPackage[];
  readonly indexes: LockedIndex[];
  /** Of the time of the build. */
  readonly snapshot: string | undefined;
}

/** What debootc itself starts in a build root; a .buildinfo names it only when the package needs it, too. */
const ownPackages = ["fakeroot", "libfakeroot"];

/**
 * Finds each package of Installed-Build-Depends, with its hash: in the indexes of today, in the store, in the archive of
 * snapshots at the time of the build. Throws `dependency-unmet` with all that are nowhere any more.
 */
export async function packagesOfBuildinfo(
  text: string,
  origin: string,
  setting: Setting,
  context: NodeContext,
): Promise<Resolved> {
  const buildinfo = parseBuildinfo(text, origin);
  refuseOther(buildinfo, origin, setting, context);
  const { chroot, debsDirectory } = setting;
  const packages: LockedPackage[] = [];
  const indexes: LockedIndex[] = [];
  let missing: readonly InstalledBuildDependency[] = buildinfo.installed;

  const look = async (suites: Awaited<ReturnType<typeof readIndexes>>["suites"]) => {
    const universe = packageUniverse(suites.flatMap(({ parts }) => parts));
    const found = findInstalled(missing, chroot.architecture, universe);
    packages.push(...found.packages);
    missing = found.missing;
    indexes.push(...suites.map(({ index }) => index));
    return universe;
  };
  const request = {
    architecture: chroot.architecture,
    recommends: false,
    workDirectory: context.workDirectory,
    indexCacheDirectory: setting.indexCacheDirectory,
  };
  context.report({ type: "progress", step: `looking for ${missing.length} packages in ${chroot.suite}` });
  const today = await look((await readIndexes({ ...request, ...(await setting.sources()) }, context)).suites);

  if (missing.length > 0) {
    context.report({ type: "progress", step: `looking for ${missing.length} packages in the cache` });
    const stored = await storedPackages(missing, chroot.architecture, debsDirectory, context.signal);
    packages.push(...stored);
    missing = missing.filter(
      ({ name, version }) => !stored.some((one) => one.name === name && one.version === version),
    );
  }
  const snapshot = snapshotOfBuildDate(buildinfo.buildDate ?? "");
  for (const suite of new Set([chroot.suite, "sid"])) {
    if (missing.length === 0 || snapshot === undefined || setting.request.snapshotMirror === undefined) break;
    context.report({
      type: "progress",
      step: `looking for ${missing.length} packages in ${suite} of ${snapshot}`,
    });
    const asked = {
      ...askedByChroot(chroot, []),
      suite,
      snapshot,
      sources: [],
      mirror: setting.request.snapshotMirror,
    };
    const { sources, proxy } = await packageSources(asked, { mirror: undefined, proxy: {} }, context.report);
    await look((await readIndexes({ ...request, sources, proxy }, context)).suites);
  }
  if (missing.length > 0) throw vanished(missing, origin, setting);

  const has = new Set(packages.map(({ name }) => name));
  const own = ownPackages.filter((name) => !has.has(name)).flatMap((name) => today.candidateOf(name) ?? []);
  packages.push(...findInstalled(own, chroot.architecture, today).packages);
  packages.sort((a, b) =>
    a.name < b.name ? -1 : a.name > b.name ? 1 : a.architecture < b.architecture ? -1 : 1,
  );
  return { packages, indexes, snapshot };
}

function refuseOther(
  buildinfo: Buildinfo,
  origin: string,
  { chroot }: Setting,
  { report }: NodeContext,
): void {
  if (buildinfo.buildArchitecture !== chroot.architecture) {
    throw new DebootcError(
      "usage",
      `${origin} is of a build on ${buildinfo.buildArchitecture}; the chroot here is ${chroot.architecture}`,
      { hint: `Give --arch ${buildinfo.buildArchitecture}.` },
    );
  }
  const own = `${buildDirectory}/${buildinfo.source}-${upstreamVersionOf(buildinfo.sourceVersion ?? buildinfo.version)}`;
  if (buildinfo.buildPath === undefined || buildinfo.buildPath === own) return;
  report({
    type: "diagnostic",
    diagnostic: {
      severity: "warning",
      code: "build-path-differs",
      message: `it was built in ${buildinfo.buildPath}, and is built here in ${own}`,
      hint: "Packages that have their build path in them will differ.",
    },
  });
}

function vanished(
  missing: readonly InstalledBuildDependency[],
  origin: string,
  { request }: Setting,
): DebootcError {
  const names = missing.map(({ name, version, architecture }) =>
    architecture === undefined ? `${name} (= ${version})` : `${name}:${architecture} (= ${version})`,
  );
  const where =
    request.snapshotMirror === undefined
      ? "in the cache and the mirror"
      : "in the cache, the mirror and the snapshot";
  return new DebootcError(
    "dependency-unmet",
    `${missing.length} of the packages that ${origin} names are not to be found ${where}:\n  ${names.join("\n  ")}`,
    {
      hint:
        request.snapshotMirror === undefined
          ? "Name an archive that keeps snapshots by --snapshot-mirror: it has what others have dropped."
          : "They may have come from another archive: add it to `sources` of the chroot's configuration.",
    },
  );
}
