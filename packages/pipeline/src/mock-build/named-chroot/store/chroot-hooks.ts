import { mkdtempDisposable } from "node:fs/promises";
import { availableParallelism, tmpdir } from "node:os";
import { join } from "node:path";
import { eventStream } from "../../../engine/event-stream.ts";
import type { PipelineDependencies } from "../../../pipeline-dependencies.ts";
import {
  type ConfigurationDirectories,
  loadChrootConfiguration,
} from "../../../chroot-configuration/load-chroot-configuration.ts";
import type { PluginHooks } from "../../plugin/plugin-hooks.ts";
import { loadPlugins } from "../../plugin/load/load-plugins.ts";
import { startPluginsOf } from "../../plugin/start-plugins-of.ts";
import { chrootsDirectory, readChroot } from "./chroot-store.ts";

type CallHooks = PluginHooks["call"];

/**
 * Does something with a chroot that lives on, and lets the plugins of its configuration, as it was when the chroot was
 * made, hear of it. What they would put beside results goes with the directory that it is put into: there are none.
 */
export async function withChrootHooks<T>(
  { cacheDir, name }: { readonly cacheDir: string; readonly name: string },
  dependencies: PipelineDependencies,
  directories: ConfigurationDirectories,
  use: (call: CallHooks) => Promise<T>,
): Promise<T> {
  const chroot = (await readChroot(join(chrootsDirectory(cacheDir), name)))?.configuration;
  // A configuration that is broken since then must not keep a chroot without plugins from being used, or removed.
  if (chroot === undefined || Object.keys(chroot.plugins).length === 0) return use(async () => {});
  const { name: configured, architecture, plugins } = chroot;
  const unchecked = loadChrootConfiguration(configured, { architecture, directories });
  const wanted = await loadPlugins({ ...unchecked, plugins }, { directories, sources: [] });
  let begun: PluginHooks | undefined;
  await using _end = { [Symbol.asyncDispose]: async () => begun?.call("afterCleanup", {}) };
  await using work = await mkdtempDisposable(join(tmpdir(), "debootc-plugins-"));
  const hooks = await startPluginsOf(chroot, wanted.plugins, {
    request: { cacheDir, jobs: availableParallelism() },
    dependencies,
    directory: work.path,
    report: eventStream(dependencies.emit, dependencies.clock).reporter(),
  });
  begun = hooks;
  try {
    return await use(hooks.call);
  } finally {
    await hooks.call("beforeCleanup", {});
  }
}
