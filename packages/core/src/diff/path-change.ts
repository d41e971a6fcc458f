import * as z from "zod";
import { tarEntryTypes } from "../tar/entry.ts";

/** What of a path is another; times are not looked at. */
export const changedAspects = ["type", "content", "target", "owner", "mode", "xattrs", "device"] as const;
export type ChangedAspect = (typeof changedAspects)[number];

export const pathChangeSchema = z.strictObject({
  /** Relative to the root of the image. */
  path: z.string(),
  change: z.enum(["added", "removed", "changed"]),
  /** What it is now, or was before it was removed. */
  type: z.enum(tarEntryTypes),
  /** Bytes of a file; 0 for a further name of one that has several. */
  size: z.int().min(0),
  /** Empty for what was added or removed. */
  what: z.array(z.enum(changedAspects)),
  /** Index of the layer that the path comes from: of the new image, of the old one for what was removed. */
  layer: z.int().min(0),
  /** What it belongs to: a source package, or what triggers made; absent without dpkg, and for shared directories. */
  component: z.string().optional(),
});
export type PathChange = z.infer<typeof pathChangeSchema>;
