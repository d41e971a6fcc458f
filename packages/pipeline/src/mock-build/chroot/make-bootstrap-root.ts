import { type LockedPackage, lockedPackageSchema } from "@debootc/core/lock/lock";
import { unpackDebs } from "@debootc/tools/dpkg/dpkg-deb";
import { mkdir } from "node:fs/promises";
import { relative } from "node:path";
import * as z from "zod";
import { storedDeb } from "../../gather/deb-store.ts";
import type { Operation } from "../../worker/operation.ts";

const requestSchema = z.strictObject({
  packages: z.array(lockedPackageSchema).min(1),
  debsDirectory: z.string(),
  /** Becomes the root; created here. */
  root: z.string(),
});
type Request = z.infer<typeof requestSchema>;

/** Unpacks what the suite's own apt and dpkg need to run, with the host's dpkg; runs no script of a package. */
export const makeBootstrapRootOperation: Operation<Request, null> = {
  name: "make-bootstrap-root",
  request: requestSchema,
  result: z.null(),
  run: async ({ packages, debsDirectory: store, root }, { signal }) => {
    await mkdir(root, { recursive: true });
    // In suites with merged /usr, its links decide where all others put their programs and libraries.
    const isFirst = ({ name }: LockedPackage) => name === "base-files";
    for (const debs of [packages.filter(isFirst), packages.filter((one) => !isFirst(one))]) {
      const stored = debs.map(({ sha256 }) => relative(store, storedDeb(store, sha256)));
      await unpackDebs(stored, { store, root, signal });
    }
    return null;
  },
  results: () => [],
};
