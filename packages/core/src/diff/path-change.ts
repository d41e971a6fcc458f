import * as z from "zod";
import { tarEntryTypes } from "../tar/entry.ts";

/** Lists the aspects in which a path can differ; times are not compared. */
export const changedAspects = ["type", "content", "target", "owner", "mode", "xattrs", "device"] as const;
export type ChangedAspect = (typeof changedAspects)[number];

export const pathChangeSchema = z.strictObject({
  /** Relative to the root of the image. */
  path: z.string(),
  change: z.enum(["added", "removed", "changed"]),
  /** Its type now, or before it was removed. */
  type: z.enum(tarEntryTypes),
  /** Bytes of a file; 0 for every name after the first of a file that has several. */
  size: z.int().min(0),
  /** Empty for added and removed paths. */
  what: z.array(z.enum(changedAspects)),
  /** Index of the layer that contains the path: in the new image, or in the old one for a removed path. */
  layer: z.int().min(0),
  /** Its source package, or what triggers made; absent without dpkg and for shared directories. */
  component: z.string().optional(),
});
export type PathChange = z.infer<typeof pathChangeSchema>;
