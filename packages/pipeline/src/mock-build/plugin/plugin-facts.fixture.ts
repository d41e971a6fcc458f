import type { ChrootConfiguration } from "@debootc/core/mock-build/chroot/chroot-configuration";
import type { Plugin } from "./api.ts";
import type { LoadedPlugin } from "./loaded-plugin.ts";
import { startPlugins } from "./plugin-hooks.ts";

/** Describes a chroot without any settings of its own. */
export const plainChroot: ChrootConfiguration = {
  name: "trixie-amd64",
  suite: "trixie",
  architecture: "amd64",
  components: ["main"],
  sources: [],
  packages: [],
  profiles: [],
  environment: {},
  mounts: [],
  limits: {},
  tmpfs: "auto",
  plugins: {},
};

/** Makes a plugin as the loader returns it; what is not given is harmless. */
export function loadedPlugin(plugin: Partial<Plugin>, facts: Partial<LoadedPlugin> = {}): LoadedPlugin {
  const whole = { name: "own", version: "1", changesResults: false, ...plugin };
  return { name: whole.name, plugin: whole, options: {}, required: false, timeoutSeconds: 5, ...facts };
}

/** Starts plugins for a build of the plain chroot. */
export function start(
  plugins: readonly LoadedPlugin[],
  {
    directory = "/nonexistent",
    signal = new AbortController().signal,
    log = () => {},
    chroot = plainChroot,
  }: Partial<Pick<Parameters<typeof startPlugins>[0], "directory" | "signal" | "log">> & {
    readonly chroot?: ChrootConfiguration;
  } = {},
) {
  return startPlugins({
    plugins,
    facts: { chroot, hostArchitecture: "amd64", profiles: [], jobs: 2 },
    directory,
    cacheDirectory: async (plugin) => `/cache/${plugin}`,
    signal,
    log,
    warn: () => {},
  });
}
