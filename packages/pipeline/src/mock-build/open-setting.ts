import { once } from "../engine/once.ts";
import { digestOf } from "@debootc/core/record/digest";
import type { Reporter } from "@debootc/core/event/event";
import { askedByChroot } from "@debootc/core/mock-build/asked-by-chroot";
import { askedBuildTypes } from "@debootc/core/mock-build/choose-build-types";
import { buildTargetOf } from "@debootc/core/mock-build/build-target";
import type { MockBuildRequest } from "@debootc/core/request/mock-build-request";
import { makeDirectories } from "@debootc/tools/files/make-directories";
import { writable } from "@debootc/tools/files/writable";
import { join, resolve } from "node:path";
import { cacheLayout } from "../cache/cache-layout.ts";
import { openCacheOf } from "../cache/open-cache-of.ts";
import { identifyProcess } from "../cache/process-identity.ts";
import { makeStagingDirectory } from "../cache/staging-area.ts";
import { digestOfCode } from "../engine/digest-of-code.ts";
import { indexMemory } from "../gather/index-memory.ts";
import { packageSources } from "../gather/package-sources.ts";
import type { PipelineDependencies } from "../pipeline-dependencies.ts";
import { choosePrivilege } from "../worker/choose-privilege.ts";
import { kindOf } from "../worker/privilege-kind.ts";
import { removeAnyTree } from "../worker/privilege-of.ts";
import type { ChainPart } from "./run/chain-part.ts";
import {
  type ConfigurationDirectories,
  loadChrootConfiguration,
} from "../chroot-configuration/load-chroot-configuration.ts";
import { refuseUnrunnable } from "./chroot/refuse-unrunnable.ts";
import type { MockBuildSetting } from "./run/mock-build-setting.ts";
import { refuseUnenterable } from "./run/refuse-unenterable.ts";
import { givenOnce } from "./proof/given-root.ts";
import { loadPlugins } from "./plugin/load/load-plugins.ts";
import { startPluginsOf } from "./plugin/start-plugins-of.ts";

interface Opening {
  readonly request: MockBuildRequest;
  readonly dependencies: PipelineDependencies;
  readonly directories: ConfigurationDirectories;
  /** What ends with the run. */
  readonly held: AsyncDisposableStack;
  readonly report: Reporter;
  readonly part: ChainPart | undefined;
}

/** What the nodes of a run share, and a place that goes with it. Throws `chroot-invalid` and what plugins are refused for. */
export async function openSetting({ held, part, ...opening }: Opening): Promise<{
  readonly setting: MockBuildSetting;
  readonly work: string;
}> {
  const { request, dependencies, directories, report } = opening;
  const privilege = await choosePrivilege(dependencies.environment.user);
  if (request.keepFailed)
    refuseUnenterable(privilege, "--keep-failed keeps", ", or do without --keep-failed");
  const unchecked = loadChrootConfiguration(request.suite, {
    architecture: request.arch,
    directories,
    ...(request.config === undefined ? {} : { config: request.config }),
    options:
      request.profiles.length === 0 ? [] : [{ name: "--profiles", input: { profiles: request.profiles } }],
  });
  const { sources } = request;
  const { loaded, plugins: wanted } = await loadPlugins(unchecked, { directories, sources });
  await refuseUnrunnable(loaded.chroot.architecture);
  // Whether there can be results is known before an hour of work.
  await writable(request.resultDir, () => makeDirectories(request.resultDir));
  const steps = join(resolve(request.cacheDir), "steps");
  const cacheAt = (directory: string) =>
    openCacheOf({ directory, privilege, clock: dependencies.clock, report });
  const shared = await cacheAt(steps);
  const work = await makeStagingDirectory(cacheLayout(steps).staging, await identifyProcess(process.pid));
  held.defer(() => removeAnyTree(work, privilege));
  // From scratch means a cache that nothing is in yet; it goes with the work.
  const cache = request.noCache ? await cacheAt(join(work, "cache")) : shared;
  const plugins = await startPluginsOf(loaded.chroot, wanted, {
    ...opening,
    directory: join(work, "plugins"),
  });
  const { chroot } = plugins.contributed;
  const mirrors = {
    mirror: request.mirror,
    proxy: dependencies.environment.proxy,
    local: part?.local?.source,
  };
  const known: Omit<MockBuildSetting, "given"> = {
    ...(part === undefined ? {} : { part }),
    request,
    dependencies,
    chroot,
    target: buildTargetOf(chroot, request.hostArch),
    types: askedBuildTypes(request),
    sources: once(() => packageSources(askedByChroot(chroot, []), mirrors, report)),
    debsDirectory: join(resolve(request.cacheDir), "debs"),
    indexCacheDirectory: join(resolve(request.cacheDir), "indexes"),
    indexMemory: part?.indexMemory ?? indexMemory(join(work, "indexes")),
    cache,
    // In the roots of a user namespace, files have other owners on the disk.
    code: digestOf({ code: await digestOfCode(), mapped: kindOf(privilege) === "user-namespace" }),
    privilege,
    plugins,
    hold: (lease) => held.use(lease),
  };
  const setting: MockBuildSetting = { ...known, given: givenOnce(known) };
  return { setting, work };
}
