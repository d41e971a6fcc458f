import * as z from "zod";
import { digestSchema } from "../../record/digest.ts";
import { defineRecord } from "../../record/record.ts";

const builtFileSchema = z.strictObject({
  name: z.string(),
  size: z.int().min(0),
  sha256: digestSchema,
});
export type BuiltFile = z.infer<typeof builtFileSchema>;

/** What a build left: the .changes, all that it names, and the source package. */
export const buildRecord = defineRecord("build", 1, {
  /** Sorted by name. */
  files: z.array(builtFileSchema).min(1),
});
export type BuildRecord = z.infer<typeof buildRecord.schema>;
