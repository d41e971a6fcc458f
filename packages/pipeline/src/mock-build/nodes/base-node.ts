import { askedByChroot } from "@debootc/core/mock-build/asked-by-chroot";
import type { LockSection } from "@debootc/core/lock/lock";
import { DebootcError } from "@debootc/core/error/debootc-error";
import { type Digest, digestOf } from "@debootc/core/record/digest";
import { nativeArchitecture } from "@debootc/tools/native-architecture";
import { join } from "node:path";
import { defineNode, type Node, type NodeContext } from "../../engine/node.ts";
import { fetchPackages } from "../../gather/fetch-packages.ts";
import { incompleteMirrorHint } from "../../gather/refuse-fetch-failures.ts";
import { resolveOrReuse } from "../../gather/resolve-or-reuse.ts";
import { runPrivileged } from "../../worker/run-privileged.ts";
import { makeBaseRootOperation } from "../chroot/make-base-root.ts";
import { makeBootstrapRootOperation } from "../chroot/make-bootstrap-root.ts";
import type { CachedRoot, MockBuildRecords, MockBuildSlots } from "../run/mock-build-records.ts";
import type { ChrootSetting } from "../run/chroot-setting.ts";

/** Packages of every chroot beside the essential ones: what Debian calls build-essential, and what builds are started with. */
const basePackages = ["apt", "build-essential", "fakeroot"];

/** What makes a base root: the suite's own. */
const bootstrapPackages = ["apt", "mmdebstrap"];

/** Makes the chroot before anything of a source package is known, or takes it from the cache if the archive has nothing newer. */
export function baseNode(
  setting: ChrootSetting,
  slots: Pick<MockBuildSlots, "base">,
): Node<MockBuildRecords["base"]> {
  const { chroot } = setting;
  return defineNode({
    leaves: slots.base,
    phase: "build",
    title: `Make a chroot of ${chroot.suite} for ${chroot.architecture}`,
    reads: {},
    required: true,
    timeoutSeconds: 3600,
    resources: { cpus: 1, memoryMiB: 512, diskMiB: 1024 },
    run: async (_, context) => {
      await setting.plugins.call("beforeBase", {});
      const given = await setting.given(context);
      const section = given?.base ?? (await choose([...basePackages, ...chroot.packages], setting, context));
      const { root, reused } = await baseRoot(section, setting, context);
      await setting.plugins.call("afterBase", { reused, packages: section.packages });
      return { output: { ...root, section }, reused };
    },
  });
}

async function choose(
  packages: readonly string[],
  setting: ChrootSetting,
  context: NodeContext,
): Promise<LockSection> {
  const { section } = await resolveOrReuse(
    {
      treefile: askedByChroot(setting.chroot, packages),
      local: [],
      ...(await setting.sources()),
      workDirectory: context.workDirectory,
      indexCacheDirectory: setting.indexCacheDirectory,
      memory: setting.indexMemory,
    },
    { cache: setting.cache, code: setting.code.lock },
    context,
  );
  return section;
}

async function baseRoot(section: LockSection, setting: ChrootSetting, context: NodeContext) {
  const { cache, chroot, debsDirectory } = setting;
  const key = keyOf("base-root", section, chroot.architecture, setting);
  const found = await cache.get("base-root", key);
  const lease =
    found ??
    (await cache.put("base-root", key, async (directory) => {
      const bootstrap = await bootstrapOrHost(setting, context);
      await fetch(section, setting, context);
      context.report({ type: "progress", step: "installing the chroot's packages" });
      await runPrivileged(
        makeBaseRootOperation,
        {
          packages: section.packages,
          architecture: chroot.architecture,
          debsDirectory,
          ...(bootstrap === undefined ? {} : { bootstrap: bootstrap.path }),
          root: join(directory, "root"),
          workDirectory: join(context.workDirectory, "base-root"),
        },
        setting.privilege,
        context,
      );
      return key;
    }));
  setting.hold(lease);
  return { root: { key, path: join(lease.path, "root") }, reused: found !== undefined };
}

/** A build root of given packages can be made without any archive; then by this machine's own apt and dpkg. */
async function bootstrapOrHost(
  setting: ChrootSetting,
  context: NodeContext,
): Promise<CachedRoot | undefined> {
  try {
    return await bootstrapRoot(setting, context);
  } catch (error) {
    const isOffline = error instanceof DebootcError && error.code === "mirror-unreachable";
    if (!isOffline || (await setting.given(context)) === undefined) throw error;
    context.report({
      type: "diagnostic",
      diagnostic: {
        severity: "warning",
        code: "bootstrap-by-host",
        message: `no archive can be reached, so this machine's apt and dpkg make the chroot, not those of ${setting.chroot.suite}`,
        hint: "The packages in it are exactly those that were given.",
      },
    });
    return undefined;
  }
}

async function bootstrapRoot(setting: ChrootSetting, context: NodeContext): Promise<CachedRoot> {
  const { cache, chroot, debsDirectory } = setting;
  // Programs of the machine's own architecture make a chroot of any other.
  const architecture = await nativeArchitecture();
  const section = await choose(
    bootstrapPackages,
    { ...setting, chroot: { ...chroot, architecture } },
    context,
  );
  const key = keyOf("bootstrap-root", section, architecture, setting);
  const lease =
    (await cache.get("bootstrap-root", key)) ??
    (await cache.put("bootstrap-root", key, async (directory) => {
      await fetch(section, setting, context);
      context.report({ type: "progress", step: "unpacking the suite's own apt and dpkg" });
      await runPrivileged(
        makeBootstrapRootOperation,
        {
          packages: section.packages,
          debsDirectory,
          root: join(directory, "root"),
        },
        setting.privilege,
        context,
      );
      return key;
    }));
  setting.hold(lease);
  return { key, path: join(lease.path, "root") };
}

async function fetch(section: LockSection, setting: ChrootSetting, context: NodeContext): Promise<void> {
  const { debsDirectory, jobs } = setting;
  const { sharedCacheDir } = setting.dependencies;
  const from = await setting.sources();
  await fetchPackages(
    {
      section,
      ...from,
      debsDirectory,
      sharedCacheDir,
      jobs: 4 * jobs,
      goneHint: incompleteMirrorHint,
    },
    context,
  );
}

function keyOf(
  kind: string,
  { packages }: LockSection,
  architecture: string,
  { code }: ChrootSetting,
): Digest {
  return digestOf({ kind, code: code.base, architecture, packages: packages.map(({ sha256 }) => sha256) });
}
