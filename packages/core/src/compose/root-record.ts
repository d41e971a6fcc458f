import * as z from "zod";
import { lockedIdsSchema } from "../lock/lock.ts";
import { defineRecord } from "../record/record.ts";
import { diagnosticSchema } from "../event/diagnostic.ts";

/** A finished root file system, in the form an image has it (`/etc`, not `/usr/etc`). */
export const rootRecord = defineRecord("root", 1, {
  packageCount: z.int().min(0),
  /** Release of the one kernel; absent for a tree that cannot boot. */
  kernel: z.string().optional(),
  /** The unit that default.target leads to; absent without systemd. */
  defaultTarget: z.string().optional(),
  /** All system accounts beyond base-passwd's, as `debootc lock --ids` records them. */
  ids: lockedIdsSchema,
  warnings: z.array(diagnosticSchema),
});
export type RootRecord = z.infer<typeof rootRecord.schema>;
