import { digestSchema } from "@debootc/core/record/digest";
import { defineRecord } from "@debootc/core/record/record";
import * as z from "zod";
import { trustDomains } from "../cache/cache.ts";

/** Defines `entry.json`, the record beside the archive of an entry in a remote cache. */
export const remoteEntryRecord = defineRecord("remote-entry", 1, {
  kind: z.string(),
  key: digestSchema,
  /** Digest stated by the producer of the entry. */
  outputDigest: digestSchema,
  trustDomain: z.enum(trustDomains),
  /** Version of the debootc that stored it. */
  producer: z.string(),
  stored: z.iso.datetime(),
  /** What is under the name of `archiveFile`. `unpacked` is its length without compression. */
  archive: z.strictObject({ digest: digestSchema, size: z.int().min(0), unpacked: z.int().min(0) }),
});
export type RemoteEntry = z.infer<typeof remoteEntryRecord.schema>;

/** Names the record of an entry; the archive is the other one of its two files. */
export const remoteRecordFile = "entry.json";
export const archiveFile = "content.tar.zst";
