import type { Plugin } from "../plugin/api.ts";

/** Lists the plugins that debootc ships, by their names in configurations. Each is loaded only if it is used. */
export const builtInPlugins: Readonly<Record<string, () => Promise<Plugin>>> = {
  "apt-cache": async () => (await import("../plugins/apt-cache.ts")).aptCache,
  autopkgtest: async () => (await import("../plugins/autopkgtest.ts")).autopkgtest,
  "bind-mount": async () => (await import("../plugins/bind-mount.ts")).bindMount,
  "buildroot-lock": async () => (await import("../plugins/buildroot-lock.ts")).buildrootLock,
  ccache: async () => (await import("../plugins/ccache.ts")).ccache,
  "chroot-scan": async () => (await import("../plugins/chroot-scan.ts")).chrootScan,
  hardware: async () => (await import("../plugins/hardware.ts")).hardware,
  lintian: async () => (await import("../plugins/lintian.ts")).lintian,
  "package-state": async () => (await import("../plugins/package-state.ts")).packageState,
  piuparts: async () => (await import("../plugins/piuparts.ts")).piuparts,
  "resource-statistics": async () => (await import("../plugins/resource-statistics.ts")).resourceStatistics,
  scripts: async () => (await import("../plugins/scripts.ts")).scripts,
  signing: async () => (await import("../plugins/signing.ts")).signing,
  tmpfs: async () => (await import("../plugins/tmpfs.ts")).tmpfs,
  "unused-build-dependencies": async () =>
    (await import("../plugins/unused-build-dependencies.ts")).unusedBuildDependencies,
};
