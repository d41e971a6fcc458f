import * as z from "zod";
import { composedDiskSchema } from "../disk/disk-images-record.ts";
import { digestSchema } from "../record/digest.ts";
import { legNameSchema } from "./leg-name.ts";

/** Matches the path of a file of a leg. */
export const legFilePattern = /^\w[\w.-]*(?:\/\w[\w.-]*)*$/;

/** Describes a finished leg of a compose. Paths are absolute; in `compose.json`, relative to the compose directory. */
export const composedLegSchema = z.strictObject({
  ...legNameSchema.shape,
  /** What people call the variant. */
  title: z.string().min(1),
  /** The user's own fields for this leg; absent when there are none. */
  metadata: z.record(z.string(), z.json()).optional(),
  /** Name of the treefile, without its ending. */
  treefile: z.string(),
  ref: z.string(),
  /** The version of the tree, which the commit and the image carry too. */
  treeVersion: z.string(),
  /** Time of the commit and the image, RFC 3339. */
  timestamp: z.iso.datetime(),
  suite: z.string(),
  packageCount: z.int().min(0),
  /** Kernel version as below `/usr/lib/modules`; absent when the tree has none and cannot boot. */
  kernel: z.string().optional(),
  commit: z.strictObject({
    /** Checksum of the ostree commit, 64 hexadecimal digits. */
    checksum: z.string().regex(/^[0-9a-f]{64}$/),
    repo: z.string(),
    bootable: z.boolean(),
    /** Fingerprints of the OpenPGP keys that signed the commit and the summary; absent when there were none. */
    signedBy: z.array(z.string()).min(1).optional(),
  }),
  image: z.strictObject({
    /** Directory of the OCI layout. */
    layout: z.string(),
    manifestDigest: digestSchema,
    /** Bytes of all blobs. */
    size: z.int().min(0),
    compression: z.enum(["zstd", "gzip"]),
    layerCount: z.int().min(1).optional(),
    /** `org.opencontainers.image.ref.name` inside the layout. */
    tag: z.string(),
  }),
  /** Images of the disk, in the directory `images`; absent when the leg has none. */
  disks: z.array(composedDiskSchema).min(1).optional(),
  root: z.strictObject({ bytes: z.int().min(0), files: z.int().min(0) }),
  /** The lock with the ids that the root ended with. */
  lock: z.string(),
  /** Digests of the files beside the repository and the layout, by their names; of plugins, `plugins/STEP/NAME`. */
  files: z.record(z.string().regex(legFilePattern), digestSchema),
});
export type ComposedLeg = z.infer<typeof composedLegSchema>;

/** Is a leg with the compose that it belongs to. */
export interface LegOfCompose extends ComposedLeg {
  readonly composeId: string;
  /** The compose directory, `<output-dir>/<compose-id>`. */
  readonly directory: string;
  /** What tells files about this leg from those about others in the compose: `server-amd64`; empty if it is the only one. */
  readonly label: string;
}
