import { DebootcError } from "@debootc/core/error/debootc-error";
import { chrootName, parseChrootName } from "@debootc/core/mock-build/chroot/chroot-name";
import type { NamedChroot } from "@debootc/core/mock-build/records/named-chroot";
import type { ChrootCreateRequest } from "@debootc/core/request/chroot/chroot-create-request";
import { join } from "node:path";
import type { PipelineDependencies } from "../../pipeline-dependencies.ts";
import type { ConfigurationDirectories } from "../../chroot-configuration/load-chroot-configuration.ts";
import { withRun } from "../../engine/with-run.ts";
import { baseOfChroot } from "./base-of-chroot.ts";
import {
  chrootsDirectory,
  lockChroot,
  makeChrootDirectory,
  makeLayer,
  readChroot,
  writeChroot,
} from "../chroot-store/chroot-store.ts";
import { giveBase } from "../chroot-store/give-base.ts";

/** Makes a chroot with a name. Throws `usage` when one already has it, `in-use` while another run makes it. */
export async function createChroot(
  request: ChrootCreateRequest,
  dependencies: PipelineDependencies,
  directories: ConfigurationDirectories,
): Promise<NamedChroot> {
  return withRun(dependencies, async (run) => {
    const { base: suite, architecture = request.arch } = parseChrootName(request.suite);
    const name = request.name ?? chrootName(suite, architecture);
    const directory = join(chrootsDirectory(request.cacheDir), name);
    await refuseTwin(directory, name);
    const { base, setting } = await baseOfChroot(request, dependencies, directories, run);
    await makeChrootDirectory(request.cacheDir, name);
    await using _lock = await lockChroot(directory, name);
    await refuseTwin(directory, name);
    const chroot: NamedChroot = {
      name,
      configuration: setting.chroot,
      ...(request.config === undefined ? {} : { configFile: request.config }),
      created: dependencies.clock().toISOString(),
      ...(await giveBase(directory, base, setting.privilege, dependencies.signal)),
      layers: [],
      top: await makeLayer(directory),
    };
    await writeChroot(directory, chroot);
    return chroot;
  });
}

async function refuseTwin(directory: string, name: string): Promise<void> {
  if ((await readChroot(directory)) === undefined) return;
  throw new DebootcError("usage", `there already is a chroot ${name}`, {
    hint: `Use it, give another name, or remove it: debootc chroot scrub ${name}`,
  });
}
