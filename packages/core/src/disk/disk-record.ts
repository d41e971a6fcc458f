import * as z from "zod";
import { digestSchema } from "../record/digest.ts";
import { defineRecord } from "../record/record.ts";

export const diskImageSchema = z.strictObject({
  /** Such as `qcow2`: one that `debootc export disk` writes. */
  format: z.string(),
  path: z.string(),
  /** Of the file. */
  digest: digestSchema,
  /** Bytes that the file takes; a raw image is sparse. */
  allocated: z.int().min(0),
});
export type DiskImage = z.infer<typeof diskImageSchema>;

/** The disk images of a compose; stands beside them as `disk.json`, with paths relative to itself. */
export const diskRecord = defineRecord("disk", 1, {
  composeId: z.string(),
  ref: z.string(),
  /** Of the commit that is deployed on it, 64 hexadecimal digits. */
  checksum: z.string().regex(/^[0-9a-f]{64}$/),
  /** Debian's name. */
  architecture: z.string(),
  sizeMiB: z.int(),
  filesystem: z.enum(["ext4"]),
  /** UUID of the root file system. */
  rootUuid: z.string(),
  bootLoader: z.enum(["grub"]),
  /** The remote that a running system fetches upgrades from; absent when the tree names none. */
  remote: z.string().optional(),
  images: z.array(diskImageSchema).min(1),
});
export type DiskRecord = z.infer<typeof diskRecord.schema>;
