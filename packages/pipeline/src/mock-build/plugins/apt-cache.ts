import { definePlugin } from "../plugin/api.ts";

/**
 * Keeps what a build root's own apt copies, for the next build: scripts of plugins may run it there, with an archive that
 * is mounted. Packages of chroots and build dependencies need none of this: debootc fetches them once and keeps them by
 * their hashes.
 */
export const aptCache = definePlugin({
  name: "apt-cache",
  version: "1",
  // apt verifies what it takes from there.
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
