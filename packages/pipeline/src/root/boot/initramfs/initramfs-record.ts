import { defineRecord } from "@debootc/core/record/record";
import * as z from "zod";

const placesSchema = z.record(z.string(), z.string());

/**
 * Records an initramfs that was made, next to it: all that dracut found out about the root, by place. Where each of these
 * is as it was, dracut does the same and makes the same.
 */
export const initramfsRecord = defineRecord("initramfs", 1, {
  /** What is on the ways to the places below: directories, links and their targets. */
  passed: placesSchema,
  /** What is at the places themselves, if anything: digests of modes, times, attributes and content. */
  seen: placesSchema,
  /** Digests of the names in the directories that were listed. */
  listed: placesSchema,
});
export type InitramfsRecord = z.infer<typeof initramfsRecord.schema>;

/** Names the file of the initramfs, and that of its record, in an entry of the cache. */
export const initramfsFile = "initramfs.img";
export const initramfsRecordFile = "initramfs.json";
