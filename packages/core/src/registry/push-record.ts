import * as z from "zod";
import { digestSchema } from "../record/digest.ts";
import { defineRecord } from "../record/record.ts";

const tallySchema = z.strictObject({ blobs: z.int().min(0), bytes: z.int().min(0) });

/** Records what a push brought to a registry. */
export const pushRecord = defineRecord("push", 1, {
  /** Absent for an image of no compose. */
  composeId: z.string().optional(),
  /** `REGISTRY/NAME` */
  repository: z.string(),
  /** `REGISTRY/NAME@DIGEST`: the image, or the index of several architectures. */
  reference: z.string(),
  digest: digestSchema,
  mediaType: z.string(),
  /** The tags that mean it now, in the order in which they were moved. */
  tags: z.array(z.string()),
  images: z
    .array(
      z.strictObject({
        variant: z.string().optional(),
        architecture: z.string(),
        digest: digestSchema,
        /** Whether a machine can boot it. */
        bootable: z.boolean(),
        /** Manifests about the image, such as its SBOMs. */
        referrers: z.array(z.strictObject({ digest: digestSchema, artifactType: z.string() })),
      }),
    )
    .min(1),
  /** Signatures of the images and the index; absent if nothing was signed. */
  signatures: z
    .array(
      z.strictObject({
        /** The image or index. */
        subject: digestSchema,
        /** The tag of the signature in the form that podman and bootc read. */
        tag: z.string(),
        /** The referrer that has it as a Sigstore bundle. */
        bundle: digestSchema,
        /** Set if a certificate of Fulcio says whose it is, instead of a key. */
        keyless: z.literal(true).optional(),
        /** The key had signed it before, and nothing was added. */
        wasThere: z.boolean(),
      }),
    )
    .optional(),
  /** How the registry lists referrers: by its API, or by tags that were pushed for it. */
  referrersBy: z.enum(["api", "tags"]).optional(),
  /** Blobs that went over the network. */
  sent: tallySchema,
  /** Blobs that the repository already had. */
  skipped: tallySchema,
  /** Blobs taken over from another repository of the registry. */
  mounted: tallySchema,
});
export type PushResult = z.infer<typeof pushRecord.schema>;
