import { type KernelUsers, kernelUsers } from "../../facts/kernel-users.ts";
import { builtinModuleLists, kernelModules, kernelReleases, moduleName } from "../../facts/kernels.ts";
import type { LintTree } from "../../subject/lint-tree.ts";
import type { LintRule } from "../lint-rule.ts";

export const kernelPartMissing: LintRule = {
  name: "kernel-part-missing",
  level: "warning",
  summary: "compositors and sound servers have a kernel with graphics and sound",
  why: "The cloud kernels of Debian have neither DRM nor ALSA: the screen stays dark and the machine silent, on any hardware.",
  remedy:
    "Install the full kernel, such as linux-image-amd64 instead of linux-image-cloud-amd64, or remove the program. One that only serves remote sessions may stay.",
  reads: builtinModuleLists,
  *check({ tree }) {
    const [release, another] = kernelReleases(tree);
    if (release === undefined || another !== undefined) return;
    const { files, builtin } = kernelModules(tree, release);
    // What the kernel itself contains is unknown.
    if (builtin === undefined) return;
    const names = new Set([...files, ...builtin].map(moduleName));
    for (const users of kernelUsers) {
      if (names.has(users.module)) continue;
      for (const path of usersIn(tree, users))
        yield { path, message: `is a ${users.kind}, and the kernel ${release} has no ${users.part}` };
    }
  },
};

/** Lists the programs that are installed; if none is known by name, the first session that would start one. */
function usersIn(tree: LintTree, { programs, sessions }: KernelUsers): readonly string[] {
  const paths = programs.map((name) => (name.startsWith("/") ? name : `/usr/bin/${name}`));
  const known = paths.filter((path) => tree.follow(path)?.type === "file");
  if (known.length > 0 || sessions === undefined) return known;
  return sessions.directories
    .flatMap((directory) => tree.list(directory))
    .map(({ path }) => path)
    .filter((path) => path.endsWith(sessions.ending))
    .slice(0, 1);
}
