import { availableParallelism } from "node:os";
import { join } from "node:path";
import { makeScratchDirectory } from "../../cache/scratch-directory.ts";
import {
  type ConfigurationDirectories,
  loadChrootConfiguration,
} from "../../chroot-configuration/load-chroot-configuration.ts";
import { type Run, withRun } from "../../engine/with-run.ts";
import type { PipelineDependencies } from "../../pipeline-dependencies.ts";
import { loadPlugins } from "../plugin-loader/load-plugins.ts";
import type { PluginHooks } from "../plugin/plugin-hooks.ts";
import { startPluginsOf } from "../plugin/start-plugins-of.ts";
import { chrootsDirectory, readChroot } from "./chroot-store.ts";

type CallHooks = PluginHooks["call"];

interface NamedUse {
  readonly cacheDir: string;
  readonly name: string;
}

/**
 * Does something with a chroot that lives on, as one run, and lets the plugins of its configuration, as it was when the
 * chroot was made, hear of it. Files that they would put beside results go with the run: there are no results.
 */
export async function withChrootHooks<Result>(
  named: NamedUse,
  dependencies: PipelineDependencies,
  directories: ConfigurationDirectories,
  use: (call: CallHooks, run: Run) => Promise<Result>,
): Promise<Result> {
  return withRun(dependencies, async (run) => {
    const call = await startHooks(named, dependencies, directories, run);
    run.begin();
    return use(call, run);
  });
}

async function startHooks(
  { cacheDir, name }: NamedUse,
  dependencies: PipelineDependencies,
  directories: ConfigurationDirectories,
  { held, report }: Run,
): Promise<CallHooks> {
  const chroot = (await readChroot(join(chrootsDirectory(cacheDir), name)))?.configuration;
  // A configuration that is broken since then must not keep a chroot without plugins from being used, or removed.
  if (chroot === undefined || Object.keys(chroot.plugins).length === 0) return async () => {};
  const { name: configured, architecture, plugins } = chroot;
  const unchecked = loadChrootConfiguration(configured, { architecture, directories });
  const wanted = await loadPlugins({ ...unchecked, plugins }, { directories, sources: [] });
  let begun: PluginHooks | undefined;
  held.defer(async () => begun?.call("afterCleanup", {}));
  const work = held.use(await makeScratchDirectory("plugins"));
  const hooks = await startPluginsOf(chroot, wanted.plugins, {
    request: { cacheDir, jobs: availableParallelism() },
    dependencies,
    directory: work.path,
    report,
  });
  begun = hooks;
  held.defer(() => hooks.call("beforeCleanup", {}));
  return hooks.call;
}
