import type * as z from "zod";
import { type RootPlan, rootPlanSchema } from "./root-plan.ts";

/** Lists everything that decides the bytes of a root in which packages are installed and nothing else was done. */
export const packagesPlanSchema = rootPlanSchema.pick({
  architecture: true,
  packages: true,
  bases: true,
  recommends: true,
  ids: true,
  timestamp: true,
  tools: true,
  debconf: true,
  documentation: true,
});
export type PackagesPlan = z.infer<typeof packagesPlanSchema>;

/** Returns the part of a root's plan that its packages are installed by. */
export function packagesPlanOf(plan: RootPlan): PackagesPlan {
  const { architecture, packages, bases, recommends, ids, timestamp, tools, debconf, documentation } = plan;
  return { architecture, packages, bases, recommends, ids, timestamp, tools, debconf, documentation };
}
