import * as z from "zod";
import { digestSchema } from "../record/digest.ts";
import { defineRecord } from "../record/record.ts";

export const diskImageSchema = z.strictObject({
  /** Such as `qcow2`: one that `debootc export disk` writes. */
  format: z.string(),
  path: z.string(),
  /** Digest of the file. */
  digest: digestSchema,
  /** Bytes that the file occupies; a raw image is sparse. */
  allocated: z.int().min(0),
});
export type DiskImage = z.infer<typeof diskImageSchema>;

/** Records the disk images of a compose as `disk.json` next to them, with paths relative to itself. */
export const diskRecord = defineRecord("disk", 1, {
  composeId: z.string(),
  ref: z.string(),
  /** Checksum of the deployed commit, 64 hexadecimal digits. */
  checksum: z.string().regex(/^[0-9a-f]{64}$/),
  /** Debian's name of it. */
  architecture: z.string(),
  sizeMiB: z.int(),
  filesystem: z.enum(["ext4"]),
  /** UUID of the root file system. */
  rootUuid: z.string(),
  bootLoader: z.enum(["grub"]),
  /** The remote from which a running system fetches upgrades; absent when the tree names none. */
  remote: z.string().optional(),
  /** The image in a registry that a running system follows with bootc; absent when it follows ostree. */
  follows: z.string().optional(),
  images: z.array(diskImageSchema).min(1),
});
export type DiskRecord = z.infer<typeof diskRecord.schema>;
