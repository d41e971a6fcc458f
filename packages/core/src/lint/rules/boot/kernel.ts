import { initramfsOf, kernelReleases, unifiedKernels } from "../../facts/kernels.ts";
import type { LintRule } from "../lint-rule.ts";

export const kernel: LintRule = {
  name: "kernel",
  level: "error",
  summary: "at most one kernel in /usr/lib/modules",
  why: "An image boots one kernel. bootc and ostree refuse to choose between two.",
  remedy: "Keep one kernel package and remove the files of the others.",
  ofBootc: true,
  *check({ tree }) {
    const releases = kernelReleases(tree);
    if (releases.length > 1) {
      yield { path: "/usr/lib/modules", message: `has ${releases.length} kernels: ${releases.join(", ")}` };
    }
  },
};

export const kernelMissing: LintRule = {
  name: "kernel-missing",
  level: "error",
  summary: "there is a kernel: /usr/lib/modules/<release>/vmlinuz, or a unified one in /boot/EFI/Linux",
  why: "Without one the image can be pulled and deployed, but the machine then has nothing to boot.",
  remedy:
    "Install a kernel, such as linux-image-amd64, and move /boot/vmlinuz-<release> to /usr/lib/modules/<release>/vmlinuz.",
  *check({ tree }) {
    if (kernelReleases(tree).length > 0 || unifiedKernels(tree).length > 0) return;
    yield { path: "/usr/lib/modules", message: "has no kernel" };
  },
};

export const initramfsMissing: LintRule = {
  name: "initramfs-missing",
  level: "error",
  summary: "the kernel has its initramfs next to it",
  why: "Only an initramfs with ostree's or bootc's module finds the deployment: without it, the kernel stops or boots something else.",
  remedy: "Make it with dracut and its ostree module, as /usr/lib/modules/<release>/initramfs.img.",
  *check({ tree }) {
    for (const release of kernelReleases(tree)) {
      const directory = `/usr/lib/modules/${release}`;
      const present = initramfsOf(tree, release);
      if (present === undefined) yield { path: `${directory}/initramfs.img`, message: "is missing" };
      else if (present.size === 0) yield { path: present.path, message: "is empty" };
    }
  },
};
