import type { LintRule } from "../lint-rule.ts";

export const initMissing: LintRule = {
  name: "init-missing",
  level: "error",
  summary: "/sbin/init points to systemd",
  why: "The initramfs starts it. bootc and ostree need systemd: it mounts /var, merges accounts and finishes updates.",
  remedy: "Install systemd-sysv.",
  *check({ tree }) {
    const init = tree.follow("/sbin/init");
    if (init?.type !== "file") yield { path: "/sbin/init", message: "points nowhere" };
    else if (!init.path.endsWith("/systemd"))
      yield { path: "/sbin/init", message: `points to ${init.path}, not to systemd` };
  },
};

/** The programs that set up a deployment in the initramfs: ostree's, or bootc's own for composefs. */
const programs = ["/usr/lib/ostree/ostree-prepare-root", "/usr/lib/bootc/initramfs-setup"];

export const prepareRootMissing: LintRule = {
  name: "prepare-root-missing",
  level: "error",
  summary: "ostree-prepare-root or bootc's initramfs-setup is installed",
  why: "It finds the deployment and mounts it as the root. An initramfs is made from the image, so it cannot contain what the image lacks.",
  remedy: "Install ostree-boot before the initramfs is made.",
  *check({ tree }) {
    if (programs.some((path) => tree.follow(path)?.type === "file")) return;
    yield { path: "/usr/lib/ostree/ostree-prepare-root", message: "is missing" };
  },
};

export const mergedUsr: LintRule = {
  name: "merged-usr",
  level: "error",
  summary: "/bin, /sbin and /lib are not directories",
  why: "In Debian they are links into /usr. A layer that adds /lib/... instead of /usr/lib/... replaces the link with a directory, and the system's programs disappear.",
  remedy: "Put the files into /usr/bin, /usr/sbin or /usr/lib.",
  *check({ tree }) {
    for (const path of ["/bin", "/sbin", "/lib"]) {
      if (tree.lookup(path)?.type === "directory")
        yield { path, message: `is a directory, not a link to usr${path}` };
    }
  },
};
