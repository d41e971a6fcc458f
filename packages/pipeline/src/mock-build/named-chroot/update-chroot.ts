import { DebootcError } from "@debootc/core/error/debootc-error";
import type { NamedChroot } from "@debootc/core/mock-build/records/named-chroot";
import type { ChrootUpdateRequest } from "@debootc/core/request/chroot/chroot-requests";
import { join } from "node:path";
import type { PipelineDependencies } from "../../pipeline-dependencies.ts";
import { debianArchitectureSchema } from "@debootc/core/debian/debian-architecture";
import type { ConfigurationDirectories } from "../../chroot-configuration/load-chroot-configuration.ts";
import { withBaseRoot } from "./base-of-chroot.ts";
import { removeStrays } from "./store/change-layers.ts";
import { withChrootHooks } from "./store/chroot-hooks.ts";
import { holdChroot, makeLayer, namesIn, writeChroot } from "./store/chroot-store.ts";
import { giveBase } from "./store/give-base.ts";

interface UpdatedChroot {
  readonly chroot: NamedChroot;
  /** The archive has something newer, and the chroot has it now. */
  readonly isChanged: boolean;
}

/**
 * Gives a chroot the packages that the archive has now. Its base root is made anew, so nothing is upgraded in place; what
 * was changed in the chroot stood on the old one, and is not lost without asking. Throws `usage`, `in-use`.
 */
export async function updateChroot(
  request: ChrootUpdateRequest,
  dependencies: PipelineDependencies,
  directories: ConfigurationDirectories,
): Promise<UpdatedChroot> {
  return withChrootHooks(request, dependencies, directories, async (call) => {
    await call("beforeUpdate", { name: request.name });
    const updated = await update(request, dependencies, directories);
    await call("afterUpdate", { name: request.name });
    return updated;
  });
}

async function update(
  request: ChrootUpdateRequest,
  dependencies: PipelineDependencies,
  directories: ConfigurationDirectories,
): Promise<UpdatedChroot> {
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
  // By its own name: its suite may be that of another chroot, too.
  const { name, architecture } = chroot.configuration;
  const arch = debianArchitectureSchema.parse(architecture);
  const wish = { ...request, suite: name, arch, config: chroot.configFile };
  return withBaseRoot(wish, dependencies, directories, async (base, { privilege, chroot: configuration }) => {
    if (base.key === chroot.base) return { chroot, isChanged: false };
    const changes = await namesIn(join(directory, "layers", chroot.top, "upper"));
    if (chroot.layers.length > 0 || changes.length > 0) {
      throw new DebootcError(
        "usage",
        `the chroot ${chroot.name} has been changed, and an update begins it anew`,
        {
          hint: `Copy out what is of worth, then: debootc chroot rollback ${chroot.name}, and update again.`,
        },
      );
    }
    const updated = {
      ...chroot,
      configuration,
      ...(await giveBase(directory, base, privilege, dependencies.signal)),
      top: await makeLayer(directory),
    };
    await writeChroot(directory, updated);
    await removeStrays(directory, updated, privilege);
    return { chroot: updated, isChanged: true };
  });
}
