import { lockedIdsSchema } from "@debootc/core/lock/lock";
import { buildLimitsSchema } from "@debootc/core/mock-build/chroot/chroot-configuration";
import { packagesPlanSchema } from "@debootc/core/plan/packages-plan";
import * as z from "zod";

/** Says which packages are installed, by which plan, from where, and into which root. */
export const installPackagesRequestSchema = z.strictObject({
  plan: packagesPlanSchema,
  /** The names of the plan's packages. */
  names: z.array(z.string()),
  /** A root in which some of them are installed, and the accounts that were seeded there; absent to begin with none. */
  base: z.strictObject({ path: z.string(), ids: lockedIdsSchema }).optional(),
  /** Flat repository of the packages. */
  pool: z.string(),
  /** Where the root is made: an empty directory. */
  directory: z.string(),
  workDirectory: z.string(),
  /** What the scripts of packages may use. */
  limits: buildLimitsSchema,
});
export type InstallPackagesRequest = z.infer<typeof installPackagesRequestSchema>;
