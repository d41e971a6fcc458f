import * as z from "zod";
import { defineRecord } from "../record/record.ts";

/** Records a commit in a compose's own repository. Its ref moves only when the compose is published. */
export const commitRecord = defineRecord("commit", 1, {
  ref: z.string(),
  checksum: z.string().regex(/^[0-9a-f]{64}$/),
  treeVersion: z.string(),
  bootable: z.boolean(),
  timestamp: z.int(),
});
export type CommitRecord = z.infer<typeof commitRecord.schema>;
