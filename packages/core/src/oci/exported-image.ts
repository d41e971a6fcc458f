import * as z from "zod";
import { digestSchema } from "../record/digest.ts";
import { defineRecord } from "../record/record.ts";

/** Records a container image that was written to a place of its own, and what it was made of. */
export const exportedImageRecord = defineRecord("exported-image", 1, {
  /** What the tree came from. */
  source: z.enum(["compose", "commit", "root", "archive"]),
  /** The ID of a compose, the checksum of a commit, or else the path. */
  of: z.string(),
  format: z.string(),
  /** The layout or the archive. */
  path: z.string(),
  /** As skopeo and podman name it, such as `oci:/srv/image:latest`. */
  reference: z.string(),
  tag: z.string(),
  manifestDigest: digestSchema,
  treeVersion: z.string(),
  /** Debian's name. */
  architecture: z.string(),
  /** Release of the kernel; absent for an image that does not boot. */
  kernel: z.string().optional(),
  /** Bytes of manifest, configuration and layers. */
  size: z.int().min(0),
  layers: z
    .array(
      z.strictObject({
        digest: digestSchema,
        diffId: digestSchema,
        size: z.int().min(0),
        components: z.array(z.string()).optional(),
      }),
    )
    .min(1),
});
export type ExportedImage = z.infer<typeof exportedImageRecord.schema>;
