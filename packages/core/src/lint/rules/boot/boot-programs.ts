import type { LintRule } from "../lint-rule.ts";

export const initMissing: LintRule = {
  name: "init-missing",
  level: "error",
  summary: "/sbin/init leads to systemd",
  why: "The initramfs starts it. bootc and ostree need systemd: it mounts /var, merges accounts and finishes updates.",
  remedy: "Install systemd-sysv.",
  *check({ tree }) {
    const init = tree.follow("/sbin/init");
    if (init?.type !== "file") yield { path: "/sbin/init", message: "leads nowhere" };
    else if (!init.path.endsWith("/systemd"))
      yield { path: "/sbin/init", message: `leads to ${init.path}, not to systemd` };
  },
};

/** What sets up a deployment inside the initramfs: ostree's program, or bootc's own for composefs. */
const programs = ["/usr/lib/ostree/ostree-prepare-root", "/usr/lib/bootc/initramfs-setup"];

export const prepareRootMissing: LintRule = {
  name: "prepare-root-missing",
  level: "error",
  summary: "ostree-prepare-root or bootc's initramfs-setup is there",
  why: "It finds the deployment and mounts it as the root. An initramfs is made from the image, and cannot have what the image has not.",
  remedy: "Install ostree-boot before the initramfs is made.",
  *check({ tree }) {
    if (programs.some((path) => tree.follow(path)?.type === "file")) return;
    yield { path: "/usr/lib/ostree/ostree-prepare-root", message: "is missing" };
  },
};

export const mergedUsr: LintRule = {
  name: "merged-usr",
  level: "error",
  summary: "/bin, /sbin and /lib are no directories of their own",
  why: "Debian's are links into /usr. A layer that adds /lib/... where it means /usr/lib/... replaces the link by a directory, and the system's programs are gone.",
  remedy: "Put the files into /usr/bin, /usr/sbin or /usr/lib.",
  *check({ tree }) {
    for (const path of ["/bin", "/sbin", "/lib"]) {
      if (tree.lookup(path)?.type === "directory")
        yield { path, message: `is a directory, not a link to usr${path}` };
    }
  },
};
