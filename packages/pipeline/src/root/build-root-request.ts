import { lockedPackageSchema } from "@debootc/core/lock/lock";
import { buildLimitsSchema } from "@debootc/core/mock-build/chroot/chroot-configuration";
import { rootOriginsSchema } from "@debootc/core/plan/root-origins";
import { rootPlanSchema } from "@debootc/core/plan/root-plan";
import * as z from "zod";

/** Says what a root is built from, and where. */
export const buildRootRequestSchema = z.strictObject({
  plan: rootPlanSchema,
  /** Where the treefile gives what is planned, for messages. */
  origins: rootOriginsSchema,
  /** A root with the packages of the plan installed; nothing in it is changed. */
  installed: z.string(),
  /** The packages of the boot loader, as the lock names them. */
  bootLoader: z.array(lockedPackageSchema),
  /** For each file that the plan adds, a path to copy it from. */
  files: z.array(z.string()),
  /** Text of the rules for /var. */
  varRules: z.string(),
  /** The store of .debs. */
  debsDirectory: z.string(),
  /** Where the root is made; must not exist. */
  directory: z.string(),
  /** The file to make: a listing of the finished root. */
  listing: z.string(),
  workDirectory: z.string(),
  /** What the scripts of the treefile may use. */
  limits: buildLimitsSchema,
});
export type BuildRootRequest = z.infer<typeof buildRootRequestSchema>;
