import { initramfsPaths } from "../../facts/kernels.ts";
import type { LintRule } from "../lint-rule.ts";

/** The programs that find a deployment, each of which a module of dracut puts into the initramfs. */
const finders = [
  {
    module: "ostree",
    program: "/usr/lib/ostree/ostree-prepare-root",
    without: "only what bootc installs on its composefs backend boots",
  },
  {
    module: "bootc",
    program: "/usr/lib/bootc/initramfs-setup",
    without: "what bootc installs on its composefs backend does not boot",
  },
] as const;

export const initramfsIncomplete: LintRule = {
  name: "initramfs-incomplete",
  level: "error",
  summary: "the initramfs has what finds the deployment: ostree's program, and bootc's if the image has it",
  why: "The initramfs is made before the image is whole, and neither module of dracut selects itself. Without its program, the kernel finds no root. With one of two, the systems of the other kind do not boot, which is a warning.",
  remedy:
    "Make the initramfs last, with `dracut --add 'ostree bootc'`, of which bootc's module comes with bootc.",
  reads: /^\/usr\/lib\/modules\/[^/]+\/initramfs(\.img)?$/,
  readsAtMost: 192 * 1024 * 1024,
  *check({ tree, initramfs = new Map() }) {
    const needed = finders.filter(({ program }) => tree.follow(program)?.type === "file");
    for (const path of initramfsPaths(tree)) {
      const names = initramfs.get(path);
      // One that cannot be read is not known to lack anything.
      if (names === undefined) continue;
      const missing = needed.filter(({ program }) => !hasProgram(names, program));
      const all = missing.length === needed.length;
      for (const { module, program, without } of missing)
        yield {
          path,
          message: `lacks ${program}, of dracut's module ${module}${all ? "" : `: ${without}`}`,
          ...(all ? {} : { level: "warning" as const }),
        };
    }
  },
};

/** An initramfs may have /lib apart from /usr/lib. */
function hasProgram(names: ReadonlySet<string>, program: string): boolean {
  return names.has(program.slice(1)) || names.has(program.slice("/usr/".length));
}
