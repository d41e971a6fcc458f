import * as z from "zod";
import { diagnosticSchema } from "../error/diagnostic.ts";
import { defineRecord } from "../record/record.ts";

const packageVersionSchema = z.strictObject({ name: z.string(), version: z.string() });

/** What changed in the lock of one architecture, compared with the file that stood there before. */
export const lockChangeSchema = z.strictObject({
  architecture: z.string(),
  packageCount: z.int().min(0),
  added: z.array(packageVersionSchema),
  removed: z.array(packageVersionSchema),
  changed: z.array(z.strictObject({ name: z.string(), from: z.string(), to: z.string() })),
  /** Fixed user and group ids; absent when the lock holds none. */
  ids: z.strictObject({ users: z.int().min(0), groups: z.int().min(0) }).optional(),
});
export type LockChange = z.infer<typeof lockChangeSchema>;

/** What `debootc lock` wrote. */
export const lockResult = defineRecord("lock-result", 1, {
  treefile: z.string(),
  /** The lockfile, absolute. */
  path: z.string(),
  /** There was no lockfile before. */
  created: z.boolean(),
  architectures: z.array(lockChangeSchema).min(1),
  warnings: z.array(diagnosticSchema),
});
export type LockResult = z.infer<typeof lockResult.schema>;
