import { requireDirectory } from "@debootc/tools/files/require-directory";
import type { ChrootConfiguration } from "@debootc/core/mock-build/chroot/chroot-configuration";
import type { Reporter } from "@debootc/core/event/event";
import type { MockBuildRequest } from "@debootc/core/request/mock-build-request";
import { chmod, mkdir } from "node:fs/promises";
import { join } from "node:path";
import type { PipelineDependencies } from "../../pipeline-dependencies.ts";
import type { CacheDirectory } from "./api.ts";
import type { LoadedPlugin } from "./loaded-plugin.ts";
import { type PluginHooks, startPlugins } from "./plugin-hooks.ts";

interface Start {
  readonly request: Pick<MockBuildRequest, "hostArch" | "cacheDir" | "jobs">;
  readonly dependencies: PipelineDependencies;
  /** Receives the files that plugins put next to the results. */
  readonly directory: string;
  readonly report: Reporter;
  readonly log?: (line: string) => void;
}

/** Sets up the plugins of a chroot for one build. Throws `plugin-failed`. */
export async function startPluginsOf(
  chroot: ChrootConfiguration,
  plugins: readonly LoadedPlugin[],
  { request, dependencies, directory, report, log = () => {} }: Start,
): Promise<PluginHooks> {
  return startPlugins({
    plugins,
    facts: {
      chroot,
      hostArchitecture: request.hostArch ?? chroot.architecture,
      profiles: chroot.profiles,
      jobs: request.jobs,
    },
    directory,
    cacheDirectory: (plugin, wish) => pluginCache(request.cacheDir, plugin, wish),
    signal: dependencies.signal,
    log,
    warn: (diagnostic) => report({ type: "diagnostic", diagnostic }),
  });
}

/** Makes a plugin's cache. Its parent is closed to others, so it may itself be open to a user known only in chroots. */
async function pluginCache(
  cacheDirectory: string,
  plugin: string,
  { name = "", forBuilder = false }: CacheDirectory,
): Promise<string> {
  const parent = join(cacheDirectory, "plugins");
  await requireDirectory(parent, 0o700);
  const words = [plugin, name]
    .filter((word) => word !== "")
    .map((word) => word.replaceAll(/[^a-z0-9._-]/g, "_"));
  const directory = join(parent, words.join("."));
  await mkdir(directory, { recursive: true });
  if (forBuilder) await chmod(directory, 0o777);
  return directory;
}
