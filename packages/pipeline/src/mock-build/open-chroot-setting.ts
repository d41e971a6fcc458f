import { pathOfSource } from "@debootc/core/debian/source-argument";
import { askedByChroot } from "@debootc/core/mock-build/asked-by-chroot";
import type { ChrootConfiguration } from "@debootc/core/mock-build/chroot/chroot-configuration";
import type { MockBuildRequest } from "@debootc/core/request/mock-build-request";
import { join } from "node:path";
import { cacheLayout } from "../cache/cache-layout.ts";
import { openCacheOf } from "../cache/open-cache-of.ts";
import { identifyProcess } from "../cache/process-identity.ts";
import { makeStagingDirectory } from "../cache/staging-area.ts";
import {
  type ConfigurationDirectories,
  loadChrootConfiguration,
} from "../chroot-configuration/load-chroot-configuration.ts";
import { once } from "../engine/once.ts";
import type { Run } from "../engine/with-run.ts";
import { indexMemory } from "../gather/index-memory.ts";
import { packageSources } from "../gather/package-sources.ts";
import type { PipelineDependencies } from "../pipeline-dependencies.ts";
import { openRunCache } from "../remote-cache/open-run-cache.ts";
import { choosePrivilege } from "../worker/choose-privilege.ts";
import { removeAnyTree } from "../worker/privilege-of.ts";
import { refuseUnrunnable } from "../worker/refuse-unrunnable.ts";
import type { Privilege } from "../worker/run-privileged.ts";
import { loadPlugins } from "./plugin-loader/load-plugins.ts";
import type { LoadedPlugin } from "./plugin/loaded-plugin.ts";
import type { PluginHooks } from "./plugin/plugin-hooks.ts";
import { startPluginsOf } from "./plugin/start-plugins-of.ts";
import type { ChainPart } from "./run/chain-part.ts";
import type { ChrootSetting } from "./run/chroot-setting.ts";
import { chrootCode } from "./run/chroot-code.ts";

/** Says which chroot is wanted, and where it is made. */
export interface ChrootWish
  extends Pick<MockBuildRequest, "suite" | "arch" | "config" | "cacheDir" | "mirror" | "jobs"> {
  readonly hostArch?: MockBuildRequest["hostArch"];
  readonly profiles?: MockBuildRequest["profiles"];
  readonly alternatives?: MockBuildRequest["alternatives"];
  readonly noCache?: boolean;
  readonly remoteCache?: MockBuildRequest["remoteCache"];
  /** Source packages that are to be built: nothing that acts on this machine comes from a directory of one. */
  readonly sources?: MockBuildRequest["sources"];
}

/** Is a chroot whose configuration and plugins are right, and which can be made here. */
export interface KnownChroot {
  readonly chroot: ChrootConfiguration;
  readonly plugins: readonly LoadedPlugin[];
  readonly privilege: Privilege;
}

/** Reads the configuration of a chroot. Throws `chroot-invalid`, `isolation-unavailable`, and what plugins are refused for. */
export async function readChroot(
  { suite, arch, config, profiles = [], alternatives, sources = [] }: ChrootWish,
  { environment }: Pick<PipelineDependencies, "environment">,
  directories: ConfigurationDirectories,
): Promise<KnownChroot> {
  const privilege = await choosePrivilege(environment.user);
  const unchecked = loadChrootConfiguration(suite, {
    architecture: arch,
    directories,
    ...(config === undefined ? {} : { config }),
    options: [
      ...(profiles.length === 0 ? [] : [{ name: "--profiles", input: { profiles } }]),
      ...(alternatives === undefined ? [] : [{ name: "--alternatives", input: { alternatives } }]),
    ],
  });
  const { loaded, plugins } = await loadPlugins(unchecked, {
    directories,
    sources: sources.flatMap((source) => pathOfSource(source) ?? []),
  });
  await refuseUnrunnable(loaded.chroot.architecture, {
    what: "a chroot",
    otherwise: `Or cross-build, which is faster: --host-arch ${loaded.chroot.architecture}`,
  });
  return { chroot: loaded.chroot, plugins, privilege };
}

interface Opening {
  readonly dependencies: PipelineDependencies;
  readonly run: Pick<Run, "report" | "held">;
  readonly part?: ChainPart | undefined;
}

/** Opens what it takes to make a chroot, and a work directory that goes with the run. Plugins hear of its end. */
export async function openChrootSetting(
  wish: ChrootWish,
  known: KnownChroot,
  { dependencies, run: { report, held }, part }: Opening,
): Promise<{ readonly setting: Omit<ChrootSetting, "given">; readonly work: string }> {
  const { privilege } = known;
  const steps = join(wish.cacheDir, "steps");
  await openCacheOf({ directory: steps, privilege, clock: dependencies.clock, report });
  let begun: PluginHooks | undefined;
  held.defer(async () => begun?.call("afterCleanup", {}));
  const work = await makeStagingDirectory(cacheLayout(steps).staging, await identifyProcess(process.pid));
  held.defer(() => removeAnyTree(work, privilege));
  const { cache, remote } = await openRunCache(
    { ...wish, noCache: wish.noCache ?? false },
    { dependencies, privilege, report, held, emptyCache: join(work, "cache") },
  );
  const plugins = await startPluginsOf(known.chroot, known.plugins, {
    request: wish,
    dependencies,
    report,
    directory: join(work, "plugins"),
  });
  begun = plugins;
  held.defer(() => plugins.call("beforeCleanup", {}));
  const { chroot } = plugins.contributed;
  const mirrors = { mirror: wish.mirror, proxy: dependencies.environment.proxy };
  const setting = {
    // What one package of a chain learns of a remote cache, the others know.
    dependencies: remote === undefined ? dependencies : { ...dependencies, remoteCache: remote },
    chroot,
    jobs: wish.jobs,
    sources: once(() => packageSources(askedByChroot(chroot, []), mirrors, report)),
    debsDirectory: join(wish.cacheDir, "debs"),
    indexCacheDirectory: join(wish.cacheDir, "indexes"),
    indexMemory: part?.indexMemory ?? indexMemory(join(work, "indexes")),
    cache,
    code: chrootCode(privilege),
    privilege,
    plugins,
    hold: (lease: Parameters<ChrootSetting["hold"]>[0]) => void held.use(lease),
  };
  return { setting, work };
}
