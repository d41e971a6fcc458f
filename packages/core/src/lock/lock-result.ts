import * as z from "zod";
import { diagnosticSchema } from "../error/diagnostic.ts";
import { defineRecord } from "../record/record.ts";
import { sectionDiffSchema } from "./lock-diff.ts";

/** Describes what changed in the lock of one architecture compared with the previous file. */
export const lockChangeSchema = sectionDiffSchema.extend({
  /** Number of fixed user and group ids; absent when the lock has none. */
  ids: z.strictObject({ users: z.int().min(0), groups: z.int().min(0) }).optional(),
});
export type LockChange = z.infer<typeof lockChangeSchema>;

/** Describes one lockfile that was written, checked, or left as it was. */
export const writtenLockSchema = z.strictObject({
  /** Absent for a lone treefile. */
  variant: z.string().min(1).optional(),
  /** Absolute path of the lockfile. */
  path: z.string(),
  /** There was no lockfile before. */
  created: z.boolean(),
  /** The file is not as it was before; with `--check`, it would not be. */
  changed: z.boolean(),
  architectures: z.array(lockChangeSchema).min(1),
});
export type WrittenLock = z.infer<typeof writtenLockSchema>;

/** Records what `debootc lock` wrote. */
export const lockResult = defineRecord("lock-result", 3, {
  /** The treefile, or the compose file. */
  treefile: z.string(),
  /** Only looks for an update: nothing is written. */
  checked: z.boolean(),
  /** That of the treefile, or one for each variant. */
  locks: z.array(writtenLockSchema).min(1),
  warnings: z.array(diagnosticSchema),
});
export type LockResult = z.infer<typeof lockResult.schema>;
