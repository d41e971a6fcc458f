import type { LintEntry } from "../subject/lint-entry.ts";
import type { LintTree } from "../subject/lint-tree.ts";

const modules = "/usr/lib/modules";

/** Lists the releases that have a kernel next to their modules, as bootc and ostree count them. */
export function kernelReleases(tree: LintTree): string[] {
  return tree
    .list(modules)
    .filter(({ type }) => type === "directory")
    .map(({ path }) => path.slice(path.lastIndexOf("/") + 1))
    .filter(
      (release) => release.isWellFormed() && tree.follow(`${modules}/${release}/vmlinuz`) !== undefined,
    );
}

/** libostree accepts either name next to the kernel; bootc knows only the first. */
const initramfsNames = ["initramfs.img", "initramfs"];

/** Returns the initramfs next to a kernel, by the kernel's release. */
export function initramfsOf(tree: LintTree, release: string): LintEntry | undefined {
  return initramfsNames
    .map((name) => tree.follow(`${modules}/${release}/${name}`))
    .find((entry) => entry?.type === "file");
}

/** Lists the paths of the initramfs of all kernels that have one. */
export function initramfsPaths(tree: LintTree): string[] {
  return kernelReleases(tree).flatMap((release) => initramfsOf(tree, release)?.path ?? []);
}

/** Lists unified kernel images: kernel, initramfs and command line in one file. */
export function unifiedKernels(tree: LintTree): string[] {
  return tree
    .list("/boot/EFI/Linux")
    .map(({ path }) => path)
    .filter((path) => path.endsWith(".efi"));
}

export const builtinModuleLists = /^\/usr\/lib\/modules\/[^/]+\/modules\.builtin$/;

/** Holds the modules of a kernel, as relative paths below `/usr/lib/modules/<release>`. */
export interface KernelModules {
  /** Those in files of their own. */
  readonly files: readonly string[];
  /** Those that the kernel contains; undefined for a kernel that does not list them. */
  readonly builtin: readonly string[] | undefined;
}

/** Lists the modules of a kernel by its release. */
export function kernelModules(tree: LintTree, release: string): KernelModules {
  const directory = `${tree.follow(`${modules}/${release}`)?.path ?? ""}/`;
  const files = [...tree.walk(`${modules}/${release}`)].flatMap(({ path, type }) =>
    type !== "directory" && moduleName(path) !== undefined ? [path.slice(directory.length)] : [],
  );
  const list = tree.text(`${modules}/${release}/modules.builtin`);
  return { files, builtin: list?.split(/\r?\n/).filter((line) => line !== "") };
}

/** Returns the name of the module in a file, which may be compressed; the kernel takes `-` and `_` for the same. */
export function moduleName(path: string): string | undefined {
  return /([^/]+)\.ko(?:\.(?:gz|xz|zst))?$/.exec(path)?.[1]?.replaceAll("-", "_");
}
