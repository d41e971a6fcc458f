import { lockedPackageSchema } from "@debootc/core/lock/lock";
import { bootstrapRoot } from "@debootc/tools/mmdebstrap";
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { removeTree } from "../../cache/remove-tree.ts";
import * as z from "zod";
import { makePackagePool } from "../../root/package-pool.ts";
import type { Operation } from "../../worker/operation.ts";

const requestSchema = z.strictObject({
  packages: z.array(lockedPackageSchema).min(1),
  architecture: z.string(),
  debsDirectory: z.string(),
  /** Becomes the root; made here. */
  root: z.string(),
  workDirectory: z.string(),
});
type Request = z.infer<typeof requestSchema>;

/** What the suite's own apt and dpkg need to run, unpacked by the host's; no script of a package runs. */
export const makeBootstrapRootOperation: Operation<Request, null> = {
  name: "make-bootstrap-root",
  request: requestSchema,
  result: z.null(),
  run: async ({ packages, architecture, debsDirectory, root, workDirectory }, context) => {
    const pool = join(workDirectory, "pool");
    try {
      await mkdir(root, { recursive: true });
      await makePackagePool(packages, debsDirectory, pool, context.signal);
      await bootstrapRoot({
        root,
        pool,
        architecture,
        packages: packages.map(({ name }) => name),
        unpackOnly: true,
        timestamp: 0,
        onLine: context.log,
        signal: context.signal,
      });
      return null;
    } finally {
      await removeTree(workDirectory);
    }
  },
  results: () => [],
};
