import { definePlugin } from "../plugin/api.ts";

/**
 * Keeps what a chroot's own apt fetches, for the next one. Packages of chroots and build dependencies need none of this:
 * debootc fetches them once and keeps them by their hashes. It is for those who work in a chroot by hand.
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
