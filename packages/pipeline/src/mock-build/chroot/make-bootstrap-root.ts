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
  /** Becomes the root; made here. */
  root: z.string(),
});
type Request = z.infer<typeof requestSchema>;

/** What the suite's own apt and dpkg need to run, unpacked by the host's; no script of a package runs. */
export const makeBootstrapRootOperation: Operation<Request, null> = {
  name: "make-bootstrap-root",
  request: requestSchema,
  result: z.null(),
  run: async ({ packages, debsDirectory: store, root }, { signal }) => {
    await mkdir(root, { recursive: true });
    // Its links say where all others have their programs and libraries, in suites that merged /usr.
    const isFirst = ({ name }: LockedPackage) => name === "base-files";
    for (const debs of [packages.filter(isFirst), packages.filter((one) => !isFirst(one))]) {
      const stored = debs.map(({ sha256 }) => relative(store, storedDeb(store, sha256)));
      await unpackDebs(stored, { store, root, signal });
    }
    return null;
  },
  results: () => [],
};
