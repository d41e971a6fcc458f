import { definePlugin } from "../plugin/api.ts";

/**
 * Keeps what a build root's own apt downloads for the next build: scripts of plugins may run it there, with a mounted
 * archive. Packages of chroots and build dependencies do not need this: debootc fetches them once and keeps them by
 * their hashes.
 */
export const aptCache = definePlugin({
  name: "apt-cache",
  version: "1",
  // apt verifies what it takes from the cache.
  changesResults: false,
  setup: async ({ facts }) => ({
    mounts: [
      {
        type: "bind",
        source: await facts.cacheDirectory({ name: facts.chroot.name }),
        target: "/var/cache/apt/archives",
        writable: true,
      },
    ],
  }),
});
