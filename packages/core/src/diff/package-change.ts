import * as z from "zod";

/** `rebuilt`: the same version with another architecture or installed size. */
export const packageChangeKinds = ["added", "removed", "upgraded", "downgraded", "rebuilt"] as const;
export type PackageChangeKind = (typeof packageChangeKinds)[number];

/** Packages of one source that changed in the same way. */
export const packageChangeSchema = z.strictObject({
  source: z.string(),
  change: z.enum(packageChangeKinds),
  /** Version before; absent for added ones. */
  from: z.string().optional(),
  /** Version now; absent for removed ones. */
  to: z.string().optional(),
  packages: z.array(z.strictObject({ name: z.string(), architecture: z.string() })).min(1),
  /** Of the installed sizes together, in bytes. */
  sizeChange: z.int(),
});
export type PackageChange = z.infer<typeof packageChangeSchema>;
