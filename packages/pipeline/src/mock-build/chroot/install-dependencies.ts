import { debFileName } from "@debootc/core/lock/local-package";
import { lockedPackageSchema } from "@debootc/core/lock/lock";
import { installDebs } from "@debootc/tools/apt/apt-install";
import { run } from "@debootc/tools/run";
import { insideRoot } from "@debootc/tools/sandbox/sandbox";
import { mountOverlay, unmount } from "@debootc/tools/sandbox/overlay";
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { removeTree } from "../../worker/remove-tree.ts";
import * as z from "zod";
import { linkDebs } from "../../root/packages/package-pool.ts";
import { watchPackages } from "../../root/packages/watch-packages.ts";
import type { Operation } from "../../worker/operation.ts";
import type { OperationContext } from "../../worker/operation-context.ts";

const requestSchema = z.strictObject({
  /** Existing layers of the chroot, the topmost first. */
  layers: z.array(z.string()).min(1),
  /** Architectures whose packages may be installed next to those of the chroot's own. */
  foreignArchitectures: z.array(z.string()),
  packages: z.array(lockedPackageSchema),
  removed: z.array(z.string()),
  debsDirectory: z.string(),
  /** Receives `upper`, the new layer. */
  directory: z.string(),
  workDirectory: z.string(),
});
type Request = z.infer<typeof requestSchema>;

/** Installs packages in a chroot with its own apt and dpkg; the changes become a layer. */
export const installDependenciesOperation: Operation<Request, null> = {
  name: "install-dependencies",
  namespaces: ["mount"],
  request: requestSchema,
  result: z.null(),
  run: async (
    { layers, foreignArchitectures, packages, removed, debsDirectory, directory, workDirectory },
    context,
  ) => {
    const pool = join(workDirectory, "pool");
    const overlay = { lower: layers, upper: join(directory, "upper"), work: join(directory, "work") };
    const target = join(workDirectory, "root");
    const watch = await watchPackages(packages.length, { node: "dependencies", workDirectory }, context);
    for (const made of [overlay.upper, overlay.work, target]) await mkdir(made, { recursive: true });
    await linkDebs(packages, debsDirectory, pool);
    await mountOverlay({ ...overlay, target }, context.signal);
    try {
      await addArchitectures(foreignArchitectures, target, context);
      await installDebs({
        root: target,
        pool,
        files: packages.map(debFileName),
        removed,
        statusFile: watch.statusFile,
        signal: context.signal,
        onLine: (line) => {
          context.log(line);
          watch.onLine(line);
        },
      });
    } catch (error) {
      throw await watch.explain(error);
    } finally {
      await unmount(target);
      await removeTree(workDirectory);
      await removeTree(overlay.work);
    }
    return null;
  },
  results: () => [],
};

async function addArchitectures(
  names: readonly string[],
  root: string,
  { signal }: OperationContext,
): Promise<void> {
  for (const name of names)
    await run(
      insideRoot(root, { tool: "dpkg", args: ["--add-architecture", name], signal }, { withoutSync: true }),
    );
}
