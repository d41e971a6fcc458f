import type { LintTree } from "../subject/lint-tree.ts";

const modules = "/usr/lib/modules";

/** Releases with a kernel beside their modules, as bootc and ostree count them. */
export function kernelReleases(tree: LintTree): string[] {
  return tree
    .list(modules)
    .filter(({ type }) => type === "directory")
    .map(({ path }) => path.slice(path.lastIndexOf("/") + 1))
    .filter(
      (release) => release.isWellFormed() && tree.follow(`${modules}/${release}/vmlinuz`) !== undefined,
    );
}

/** Unified kernel images: kernel, initramfs and command line in one file. */
export function unifiedKernels(tree: LintTree): string[] {
  return tree
    .list("/boot/EFI/Linux")
    .map(({ path }) => path)
    .filter((path) => path.endsWith(".efi"));
}
