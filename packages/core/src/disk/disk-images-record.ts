import * as z from "zod";
import { digestSchema } from "../record/digest.ts";
import { defineRecord } from "../record/record.ts";
import { diskImageFormats } from "./image-formats.ts";

const madeImageSchema = z.strictObject({
  format: z.enum(diskImageFormats),
  /** Digest of the file. */
  digest: digestSchema,
  /** Length of the file. */
  size: z.int().min(1),
});

/** Records the images of one disk in the formats that were asked for, without where they are. */
export const diskImagesRecord = defineRecord("disk-images", 1, { images: z.array(madeImageSchema).min(1) });
export type DiskImagesRecord = z.infer<typeof diskImagesRecord.schema>;

/** Is an image of a disk that a leg has, by the name of its file in the directory `images`. */
export const composedDiskSchema = madeImageSchema.extend({ file: z.string().regex(/^[\w][\w.-]*$/) });
export type ComposedDisk = z.infer<typeof composedDiskSchema>;
