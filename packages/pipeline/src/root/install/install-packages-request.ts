import { closureModeSchema } from "@debootc/core/debian/closure-mode";
import { lockedPackageSchema } from "@debootc/core/lock/lock";
import { buildLimitsSchema } from "@debootc/core/mock-build/chroot/chroot-configuration";
import { packagesPlanSchema } from "@debootc/core/plan/packages-plan";
import * as z from "zod";

/** Says which packages are installed, by which plan, and where. */
export const installPackagesRequestSchema = z.strictObject({
  plan: packagesPlanSchema,
  /** The packages of the plan, as the lock names them. */
  packages: z.array(lockedPackageSchema),
  /** What becomes of relations between them that do not hold. */
  closure: z.strictObject({
    mode: closureModeSchema,
    recommends: z.boolean(),
    excluded: z.array(z.string()),
  }),
  /** The store of .debs. */
  debsDirectory: z.string(),
  /** Where the root is made: an empty directory. */
  directory: z.string(),
  workDirectory: z.string(),
  /** What the scripts of packages may use. */
  limits: buildLimitsSchema,
});
export type InstallPackagesRequest = z.infer<typeof installPackagesRequestSchema>;
