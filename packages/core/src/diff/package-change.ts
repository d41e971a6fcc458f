import * as z from "zod";

/** Lists the ways in which a package changes. `rebuilt`: same version, but another architecture or installed size. */
export const packageChangeKinds = ["added", "removed", "upgraded", "downgraded", "rebuilt"] as const;
export type PackageChangeKind = (typeof packageChangeKinds)[number];

/** Describes packages of one source that changed in the same way. */
export const packageChangeSchema = z.strictObject({
  source: z.string(),
  change: z.enum(packageChangeKinds),
  /** Old version; absent for added packages. */
  from: z.string().optional(),
  /** New version; absent for removed packages. */
  to: z.string().optional(),
  packages: z.array(z.strictObject({ name: z.string(), architecture: z.string() })).min(1),
  /** Change of the sum of their installed sizes, in bytes. */
  sizeChange: z.int(),
});
export type PackageChange = z.infer<typeof packageChangeSchema>;
