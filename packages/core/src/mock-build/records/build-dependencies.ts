import * as z from "zod";
import { lockedPackageSchema } from "../../lock/lock.ts";
import { defineRecord } from "../../record/record.ts";

/** Records what is installed in a chroot to build a source package, besides the chroot's own packages. */
export const buildDependencies = defineRecord("build-dependencies", 1, {
  packages: z.array(lockedPackageSchema),
  /** Names of the chroot's packages that must be removed. */
  removed: z.array(z.string()),
});
export type BuildDependencies = z.infer<typeof buildDependencies.schema>;
