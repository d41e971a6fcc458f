import * as z from "zod";
import { lockedPackageSchema } from "../../lock/lock.ts";
import { defineRecord } from "../../record/record.ts";

/** What is installed in a chroot before a source package is built in it, beyond the chroot's own packages. */
export const buildDependencies = defineRecord("build-dependencies", 1, {
  packages: z.array(lockedPackageSchema),
  /** Names of the chroot's packages that may not be there. */
  removed: z.array(z.string()),
});
export type BuildDependencies = z.infer<typeof buildDependencies.schema>;
