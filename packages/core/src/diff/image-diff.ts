import * as z from "zod";
import { digestSchema } from "../record/digest.ts";
import { defineRecord } from "../record/record.ts";
import { layerChangeSchema } from "./layer-change.ts";
import { packageChangeKinds, packageChangeSchema } from "./package-change.ts";
import { pathChangeSchema } from "./path-change.ts";

const count = z.int().min(0);

/** Summarises one of the two images. */
const comparedSideSchema = z.strictObject({
  /** Absolute path of the OCI layout. */
  layout: z.string(),
  tag: z.string().optional(),
  manifestDigest: digestSchema,
  /** OCI's name of it. */
  architecture: z.string(),
  /** Value of the label `org.opencontainers.image.version`. */
  version: z.string().optional(),
  /** Releases, such as `6.12.48+deb13-amd64`, sorted. */
  kernels: z.array(z.string()),
  /** Absent without a dpkg database. */
  packages: z.strictObject({ count, installedSize: count }).optional(),
  /** Number of names in the root, and bytes of its files. */
  root: z.strictObject({ names: count, bytes: count }),
  /** Number of different blobs, and their bytes. */
  layers: z.strictObject({ count, size: count }),
  /** The compose that made the image. */
  compose: z
    .strictObject({
      id: z.string(),
      ref: z.string(),
      /** Checksum of the ostree commit. */
      checksum: z.string().regex(/^[0-9a-f]{64}$/),
    })
    .optional(),
});
export type ComparedSide = z.infer<typeof comparedSideSchema>;

const layerSumSchema = z.strictObject({ count, size: count });

/** Records what two images have in common and where they differ, for `debootc diff`. */
export const imageDiff = defineRecord("diff", 1, {
  old: comparedSideSchema,
  new: comparedSideSchema,
  /** Both have the same manifest: not a byte differs. */
  identical: z.boolean(),
  /** Absent if either image has no dpkg database. */
  packages: z
    .strictObject({
      counts: z.record(z.enum(packageChangeKinds), count),
      changes: z.array(packageChangeSchema),
    })
    .optional(),
  layers: z.strictObject({
    /** Layers that a host with the old image does not have to fetch. */
    kept: layerSumSchema,
    /** Layers that it downloads: blobs that the old image does not have. */
    fetched: layerSumSchema,
    /** Those of the fetched layers whose tar the old image has, packed differently. */
    repacked: layerSumSchema,
    /** Layers that only the old image has. */
    dropped: layerSumSchema,
    changes: z.array(layerChangeSchema),
  }),
  /** Labels that differ, except those about layers; sorted. */
  labels: z.array(
    z.strictObject({ name: z.string(), from: z.string().optional(), to: z.string().optional() }),
  ),
  paths: z.strictObject({
    added: count,
    removed: count,
    changed: count,
    /** Present on request. */
    changes: z.array(pathChangeSchema).optional(),
  }),
});
export type ImageDiff = z.infer<typeof imageDiff.schema>;
