/** Describes the user that builds inside a chroot: no user of the host, and without any rights there. */
export const buildUser = {
  name: "builder",
  /** Id of the user and of its group. */
  id: 1000,
  /** Does not exist, which exposes packages that need a home at build time. */
  home: "/nonexistent",
  shell: "/bin/sh",
} as const;

/** Says where packages are unpacked and built: Debian's builders use this path, which debugging information names. */
export const buildDirectory = "/build/reproducible-path";
