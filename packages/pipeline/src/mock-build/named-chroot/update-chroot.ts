import { DebootcError } from "@debootc/core/error/debootc-error";
import type { NamedChroot } from "@debootc/core/mock-build/records/named-chroot";
import type { ChrootUpdateRequest } from "@debootc/core/request/chroot/chroot-requests";
import { join } from "node:path";
import type { PipelineDependencies } from "../../pipeline-dependencies.ts";
import { debianArchitectureSchema } from "@debootc/core/debian/debian-architecture";
import type { ConfigurationDirectories } from "../../chroot-configuration/load-chroot-configuration.ts";
import { type Run, withRun } from "../../engine/with-run.ts";
import { type BaseOfChroot, baseOfChroot } from "./base-of-chroot.ts";
import { removeStrays } from "../chroot-store/change-layers.ts";
import { holdChroot, makeLayer, namesIn, writeChroot } from "../chroot-store/chroot-store.ts";
import { giveBase } from "../chroot-store/give-base.ts";

interface UpdatedChroot {
  readonly chroot: NamedChroot;
  /** Whether the archive had something newer, which the chroot has now. */
  readonly isChanged: boolean;
}

/**
 * Gives a chroot the packages that the archive has now. Its base root is made anew, so nothing is upgraded in place, and
 * changes in the chroot were made to the old one: a chroot that has any is refused. Throws `usage`, `in-use`.
 */
export async function updateChroot(
  request: ChrootUpdateRequest,
  dependencies: PipelineDependencies,
  directories: ConfigurationDirectories,
): Promise<UpdatedChroot> {
  return withRun(dependencies, async (run) => {
    const { setting, ...updated } = await update(request, dependencies, directories, run);
    await setting.plugins.call("afterUpdate", { name: request.name });
    return updated;
  });
}

async function update(
  request: ChrootUpdateRequest,
  dependencies: PipelineDependencies,
  directories: ConfigurationDirectories,
  run: Run,
): Promise<UpdatedChroot & Pick<BaseOfChroot, "setting">> {
  await using held = await holdChroot(request.cacheDir, request.name);
  const { chroot, directory } = held;
  if (chroot.failedBuild !== undefined) {
    throw new DebootcError(
      "usage",
      `the chroot ${chroot.name} is what a failed build left, and an update would begin it anew`,
      {
        hint: "Build the package again with --keep-failed: that takes the packages that the archive has now.",
      },
    );
  }
  // By its own name: another chroot may have the same suite.
  const { name, architecture } = chroot.configuration;
  const arch = debianArchitectureSchema.parse(architecture);
  const wish = { ...request, suite: name, arch, config: chroot.configFile };
  const { base, setting } = await baseOfChroot(wish, dependencies, directories, run, async (plugins) =>
    plugins.call("beforeUpdate", { name: request.name }),
  );
  if (base.key === chroot.base) return { chroot, isChanged: false, setting };
  const changes = await namesIn(join(directory, "layers", chroot.top, "upper"));
  if (chroot.layers.length > 0 || changes.length > 0) {
    throw new DebootcError(
      "usage",
      `the chroot ${chroot.name} has been changed, and an update begins it anew`,
      {
        hint: `Copy out what you want to keep, then: debootc chroot rollback ${chroot.name}, and update again.`,
      },
    );
  }
  const updated = {
    ...chroot,
    configuration: setting.chroot,
    ...(await giveBase(directory, base, setting.privilege, dependencies.signal)),
    top: await makeLayer(directory),
  };
  await writeChroot(directory, updated);
  await removeStrays(directory, updated, setting.privilege);
  return { chroot: updated, isChanged: true, setting };
}
