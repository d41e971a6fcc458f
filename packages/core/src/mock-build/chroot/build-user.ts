/** Who builds inside a chroot: nobody of the host, and without any right there. */
export const buildUser = {
  name: "builder",
  /** Of the user and of its group. */
  id: 1000,
  /** Does not exist: a package that needs a home at build time is found out. */
  home: "/nonexistent",
  shell: "/bin/sh",
} as const;

/** Where packages are unpacked and built: Debian's own builders use it, and debugging information names it. */
export const buildDirectory = "/build/reproducible-path";
