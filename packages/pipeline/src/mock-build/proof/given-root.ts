import { DebootcError } from "@debootc/core/error/debootc-error";
import { askedByChroot } from "@debootc/core/mock-build/asked-by-chroot";
import { type BuildrootLock, buildrootLock } from "@debootc/core/mock-build/records/buildroot-lock";
import { lockRequestOf } from "@debootc/core/lock/lock-request";
import type { LockSection } from "@debootc/core/lock/lock";
import { snapshotWord } from "@debootc/core/debian/snapshot";
import { reasonOf } from "@debootc/tools/errno";
import { readFile } from "node:fs/promises";
import type { NodeContext } from "../../engine/node.ts";
import { fetchPackages } from "../../gather/fetch-packages.ts";
import { dependencySources } from "../run/dependency-sources.ts";
import type { MockBuildSetting } from "../run/mock-build-setting.ts";
import type { GivenRoot } from "../run/given-packages.ts";
import { packagesOfBuildinfo } from "./packages-of-buildinfo.ts";

type GivenSetting = Omit<MockBuildSetting, "given">;

/**
 * Reads which packages `--from-lock` or `--from-buildinfo` wants, and brings all of them into the store: from cache,
 * mirror, and the archive of snapshots. One list names those that no longer exist anywhere. Undefined if neither option
 * is given. Throws `usage`, `record-invalid`, `dependency-unmet`, `mirror-unreachable`.
 */
async function givenRoot(setting: GivenSetting, context: NodeContext): Promise<GivenRoot | undefined> {
  const { fromLock, fromBuildinfo } = setting.request;
  if (fromLock !== undefined && fromBuildinfo !== undefined) {
    throw new DebootcError(
      "usage",
      "--from-lock and --from-buildinfo both name the packages of the build root",
      {
        hint: "Give one of them.",
      },
    );
  }
  if (fromLock !== undefined)
    return ofLock(await readGiven(fromLock, "--from-lock"), fromLock, setting, context);
  if (fromBuildinfo === undefined) return undefined;
  const text = await readGiven(fromBuildinfo, "--from-buildinfo");
  const { packages, indexes, snapshot } = await packagesOfBuildinfo(text, fromBuildinfo, setting, context);
  const section = { request: requestOf(setting), packages, indexes };
  await bring(section, snapshot, setting, context);
  return { base: section, dependencies: { packages: [], removed: [] } };
}

/** Returns a function that finds the given packages when first called. */
export function givenOnce(setting: GivenSetting): MockBuildSetting["given"] {
  let found: Promise<GivenRoot | undefined> | undefined;
  return (context) => (found ??= givenRoot(setting, context));
}

async function readGiven(path: string, option: string): Promise<string> {
  try {
    return await readFile(path, "utf8");
  } catch (error) {
    throw new DebootcError("usage", `${option}: cannot read ${path}: ${reasonOf(error)}`, {
      hint: "A result directory has both, a buildroot.lock.json and a .buildinfo.",
      cause: error,
    });
  }
}

async function ofLock(
  text: string,
  origin: string,
  setting: GivenSetting,
  context: NodeContext,
): Promise<GivenRoot> {
  const lock = buildrootLock.parse(text, origin);
  refuseOther(lock, origin, setting);
  const part = (name: "base" | "dependency") =>
    lock.packages.flatMap(({ part: of, ...locked }) => (of === name ? [locked] : []));
  const base = { request: requestOf(setting), packages: part("base"), indexes: lock.indexes };
  const dependencies = part("dependency");
  const dates = lock.indexes.map(({ date }) => Date.parse(date));
  const newest = dates.length === 0 ? undefined : new Date(Math.max(...dates)).toISOString();
  const snapshot = newest && `${newest.slice(0, 19).replaceAll(/[-:]/g, "")}Z`;
  await bring({ ...base, packages: [...base.packages, ...dependencies] }, snapshot, setting, context);
  return { base, dependencies: { packages: dependencies, removed: [] } };
}

function refuseOther(lock: BuildrootLock, origin: string, { chroot, target }: GivenSetting): void {
  const given = `${lock.suite}, ${lock.architecture}, for ${lock.hostArchitecture}`;
  const wanted = `${chroot.suite}, ${chroot.architecture}, for ${target.hostArchitecture}`;
  if (given === wanted) return;
  throw new DebootcError(
    "usage",
    `${origin} describes a build root of ${given}, but the chroot is of ${wanted}`,
    {
      hint: `Give --suite ${lock.suite} --arch ${lock.architecture}, and --host-arch if it differs.`,
    },
  );
}

function requestOf({ chroot }: GivenSetting): LockSection["request"] {
  return lockRequestOf(askedByChroot(chroot, []), []);
}

/** Fetches everything at once, so that everything that is no longer available is reported together. */
async function bring(
  section: LockSection,
  snapshot: string | undefined,
  { request, debsDirectory, ...setting }: GivenSetting,
  context: NodeContext,
): Promise<void> {
  const { sources: known, proxy } = await dependencySources(setting);
  const kept = request.snapshotMirror;
  const places = known.map((source) =>
    kept === undefined || snapshot === undefined || source.id !== "debian"
      ? source
      : { ...source, uris: [...source.uris, kept.replaceAll(snapshotWord, snapshot)] },
  );
  context.report({ type: "progress", step: "fetching the given packages" });
  await fetchPackages(
    {
      section,
      sources: places,
      proxy,
      debsDirectory,
      jobs: 4 * request.jobs,
      goneHint:
        kept === undefined
          ? "Name an archive that keeps snapshots by --snapshot-mirror: it has what others have dropped."
          : "They are neither in the cache nor on the mirror nor in the snapshot of that time.",
    },
    context,
  );
}
