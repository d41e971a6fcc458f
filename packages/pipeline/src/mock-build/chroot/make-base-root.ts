import { lockedPackageSchema } from "@debootc/core/lock/lock";
import { bootstrapRoot } from "@debootc/tools/apt/mmdebstrap";
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { removeTree } from "../../worker/remove-tree.ts";
import * as z from "zod";
import { makePackagePool } from "../../root/packages/package-pool.ts";
import { watchPackages } from "../../root/packages/watch-packages.ts";
import type { Operation } from "../../worker/operation.ts";
import { fitBaseRoot } from "./fit-base-root.ts";

const requestSchema = z.strictObject({
  packages: z.array(lockedPackageSchema).min(1),
  architecture: z.string(),
  debsDirectory: z.string(),
  /** Root with the mmdebstrap, apt and dpkg to use; those of the machine if absent. */
  bootstrap: z.string().optional(),
  /** Becomes the root; created here. */
  root: z.string(),
  workDirectory: z.string(),
});
type Request = z.infer<typeof requestSchema>;

/** Makes a root to build packages in, with the suite's own apt and dpkg, whatever the host runs. */
export const makeBaseRootOperation: Operation<Request, null> = {
  name: "make-base-root",
  request: requestSchema,
  result: z.null(),
  run: async ({ packages, architecture, debsDirectory, bootstrap, root, workDirectory }, context) => {
    const pool = join(workDirectory, "pool");
    const watch = await watchPackages(packages.length, { node: "base", workDirectory }, context);
    try {
      await mkdir(root, { recursive: true });
      await makePackagePool(packages, debsDirectory, pool, context.signal);
      await bootstrapRoot({
        root,
        pool,
        architecture,
        packages: packages.map(({ name }) => name),
        ...(bootstrap === undefined ? {} : { programs: bootstrap }),
        statusFile: watch.statusFile,
        timestamp: 0,
        onLine: (line) => {
          context.log(line);
          watch.onLine(line);
        },
        signal: context.signal,
      });
      await fitBaseRoot(root);
      return null;
    } catch (error) {
      throw await watch.explain(error);
    } finally {
      await removeTree(workDirectory);
    }
  },
  results: () => [],
};
