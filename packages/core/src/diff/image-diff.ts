import * as z from "zod";
import { digestSchema } from "../record/digest.ts";
import { defineRecord } from "../record/record.ts";
import { layerChangeSchema } from "./layer-change.ts";
import { packageChangeKinds, packageChangeSchema } from "./package-change.ts";
import { pathChangeSchema } from "./path-change.ts";

const count = z.int().min(0);

/** One of the two images, in short. */
const comparedSideSchema = z.strictObject({
  /** The OCI layout, absolute. */
  layout: z.string(),
  tag: z.string().optional(),
  manifestDigest: digestSchema,
  /** By OCI's name. */
  architecture: z.string(),
  /** Of the label `org.opencontainers.image.version`. */
  version: z.string().optional(),
  /** Releases, such as `6.12.48+deb13-amd64`, sorted. */
  kernels: z.array(z.string()),
  /** Absent where there is no database of dpkg. */
  packages: z.strictObject({ count, installedSize: count }).optional(),
  /** Names in the root, and bytes of its files. */
  root: z.strictObject({ names: count, bytes: count }),
  /** Different blobs, and their bytes. */
  layers: z.strictObject({ count, size: count }),
  /** The compose that the image is of. */
  compose: z
    .strictObject({
      id: z.string(),
      ref: z.string(),
      /** Of the ostree commit. */
      checksum: z.string().regex(/^[0-9a-f]{64}$/),
    })
    .optional(),
});
export type ComparedSide = z.infer<typeof comparedSideSchema>;

const layerSumSchema = z.strictObject({ count, size: count });

/** What two images have in common and what not: `debootc diff`. */
export const imageDiff = defineRecord("diff", 1, {
  old: comparedSideSchema,
  new: comparedSideSchema,
  /** Both are the same manifest: not a byte differs. */
  identical: z.boolean(),
  /** Absent where one of both has no database of dpkg. */
  packages: z
    .strictObject({
      counts: z.record(z.enum(packageChangeKinds), count),
      changes: z.array(packageChangeSchema),
    })
    .optional(),
  layers: z.strictObject({
    /** What a host that has the old image need not fetch. */
    kept: layerSumSchema,
    /** What it downloads: blobs that the old image does not have. */
    fetched: layerSumSchema,
    /** Part of the latter: layers whose tar the old image has, packed otherwise. */
    repacked: layerSumSchema,
    /** What only the old image has. */
    dropped: layerSumSchema,
    changes: z.array(layerChangeSchema),
  }),
  /** Labels that differ, but those that speak of layers; sorted. */
  labels: z.array(
    z.strictObject({ name: z.string(), from: z.string().optional(), to: z.string().optional() }),
  ),
  paths: z.strictObject({
    added: count,
    removed: count,
    changed: count,
    /** When asked for. */
    changes: z.array(pathChangeSchema).optional(),
  }),
});
export type ImageDiff = z.infer<typeof imageDiff.schema>;
