import { DebootcError } from "@debootc/core/error/debootc-error";
import { chrootName, parseChrootName } from "@debootc/core/mock-build/chroot/chroot-name";
import type { NamedChroot } from "@debootc/core/mock-build/records/named-chroot";
import type { ChrootCreateRequest } from "@debootc/core/request/chroot/chroot-create-request";
import { join, resolve } from "node:path";
import type { PipelineDependencies } from "../../pipeline-dependencies.ts";
import type { ConfigurationDirectories } from "../../chroot-configuration/load-chroot-configuration.ts";
import { withBaseRoot } from "./base-of-chroot.ts";
import {
  chrootsDirectory,
  lockChroot,
  makeChrootDirectory,
  makeLayer,
  readChroot,
  writeChroot,
} from "./store/chroot-store.ts";
import { giveBase } from "./store/give-base.ts";

/** Makes a chroot with a name. Throws `usage` when there is one already, `in-use` while another run makes it. */
export async function createChroot(
  request: ChrootCreateRequest,
  dependencies: PipelineDependencies,
  directories: ConfigurationDirectories,
): Promise<NamedChroot> {
  const { base: suite, architecture = request.arch } = parseChrootName(request.suite);
  const name = request.name ?? chrootName(suite, architecture);
  const directory = join(chrootsDirectory(request.cacheDir), name);
  await refuseTwin(directory, name);
  return withBaseRoot(
    request,
    dependencies,
    directories,
    async (base, { chroot: configuration, privilege }) => {
      await makeChrootDirectory(request.cacheDir, name);
      await using _lock = await lockChroot(directory, name);
      await refuseTwin(directory, name);
      const chroot: NamedChroot = {
        name,
        configuration,
        ...(request.config === undefined ? {} : { configFile: resolve(request.config) }),
        created: dependencies.clock().toISOString(),
        ...(await giveBase(directory, base, privilege, dependencies.signal)),
        layers: [],
        top: await makeLayer(directory),
      };
      await writeChroot(directory, chroot);
      return chroot;
    },
  );
}

async function refuseTwin(directory: string, name: string): Promise<void> {
  if ((await readChroot(directory)) === undefined) return;
  throw new DebootcError("usage", `there is a chroot ${name} already`, {
    hint: `Use it, give another name, or remove it: debootc chroot scrub ${name}`,
  });
}
