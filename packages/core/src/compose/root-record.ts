import * as z from "zod";
import { diagnosticSchema } from "../error/diagnostic.ts";
import { lockedIdsSchema } from "../lock/lock.ts";
import { digestSchema } from "../record/digest.ts";
import { defineRecord } from "../record/record.ts";

/** Records a finished root file system in the form that an image has (`/etc`, not `/usr/etc`). */
export const rootRecord = defineRecord("root", 1, {
  packageCount: z.int().min(0),
  /** Release of the only kernel; absent for a tree that cannot boot. */
  kernel: z.string().optional(),
  /** All system accounts other than base-passwd's, as `debootc lock --ids` records them. */
  ids: lockedIdsSchema,
  warnings: z.array(diagnosticSchema),
  /** Digest of the listing next to the root; equal roots have equal digests. */
  digest: digestSchema,
  /** Bytes of all files; below, the number of entries. */
  bytes: z.int().min(0),
  files: z.int().min(0),
});
export type RootRecord = z.infer<typeof rootRecord.schema>;
