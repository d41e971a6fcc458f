import * as z from "zod";
import { packageChangeKinds } from "../diff/package-change.ts";
import { defineRecord } from "../record/record.ts";
import { lockedPackageSchema } from "./lock.ts";

const count = z.int().min(0);
const sideSchema = lockedPackageSchema.pick({
  version: true,
  architecture: true,
  source: true,
  sha256: true,
  size: true,
  sourceId: true,
});

/** Describes how a lock treats one package differently. `rebuilt`: the same version with other bytes. */
export const lockedChangeSchema = z.strictObject({
  name: lockedPackageSchema.shape.name,
  change: z.enum(packageChangeKinds),
  /** Absent for an added package. */
  from: sideSchema.optional(),
  /** Absent for a removed package. */
  to: sideSchema.optional(),
  /** Set for a package from which only the boot loader is taken. */
  bootLoader: z.literal(true).optional(),
});
export type LockedChange = z.infer<typeof lockedChangeSchema>;

/** Describes how the locks of one architecture differ. */
export const sectionDiffSchema = z.strictObject({
  architecture: z.string(),
  /** Number of packages to install. */
  packageCount: z.strictObject({ from: count, to: count }),
  /** Bytes of all .debs of each lock, and of those that only the new one has. */
  download: z.strictObject({ from: count, to: count, fetched: count }),
  counts: z.record(z.enum(packageChangeKinds), count),
  /** Sorted by name. */
  changes: z.array(lockedChangeSchema),
  /** Number of packages with the same bytes that are taken from another source, or another place in it. */
  moved: count,
  /** Suites whose signed index is another, with the dates of both. Sorted by source and suite. */
  indexes: z.array(
    z.strictObject({
      sourceId: z.string(),
      suite: z.string(),
      from: z.string().optional(),
      to: z.string().optional(),
    }),
  ),
  /** Whether the locks were made for another wish: packages, sources, pins and the like. */
  requestDiffers: z.boolean(),
  /** Whether the fixed user and group ids differ. */
  idsDiffer: z.boolean(),
});
export type SectionDiff = z.infer<typeof sectionDiffSchema>;

/** Names one side: a lockfile, or the compose that was built from the lock. */
const lockSideSchema = z.strictObject({
  /** Absolute path of the lockfile. */
  path: z.string(),
  composeId: z.string().optional(),
});

/** Records how two locks differ, for `debootc diff`. */
export const lockDiff = defineRecord("lock-diff", 1, {
  old: lockSideSchema,
  new: lockSideSchema,
  /** Whether both lock the same in every respect, whatever their text looks like. */
  identical: z.boolean(),
  /** Every architecture that either of the two has, sorted. */
  architectures: z.array(sectionDiffSchema).min(1),
});
export type LockDiff = z.infer<typeof lockDiff.schema>;
