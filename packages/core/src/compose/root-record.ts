import * as z from "zod";
import { diagnosticSchema } from "../error/diagnostic.ts";
import { lockedIdsSchema } from "../lock/lock.ts";
import { digestSchema } from "../record/digest.ts";
import { defineRecord } from "../record/record.ts";

/** A finished root file system, in the form an image has it (`/etc`, not `/usr/etc`). */
export const rootRecord = defineRecord("root", 1, {
  packageCount: z.int().min(0),
  /** Release of the one kernel; absent for a tree that cannot boot. */
  kernel: z.string().optional(),
  /** All system accounts beyond base-passwd's, as `debootc lock --ids` records them. */
  ids: lockedIdsSchema,
  warnings: z.array(diagnosticSchema),
  /** Of the listing beside the root: equal for equal roots. */
  digest: digestSchema,
  /** Of all files, and how many entries. */
  bytes: z.int().min(0),
  files: z.int().min(0),
});
export type RootRecord = z.infer<typeof rootRecord.schema>;
