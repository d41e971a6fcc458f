import * as z from "zod";
import { diagnosticSchema } from "../error/diagnostic.ts";
import { digestSchema } from "../record/digest.ts";
import { defineRecord } from "../record/record.ts";
import { nodeTimingsSchema } from "./node-timing.ts";

/**
 * Defines `compose.json` before version 4, when a compose had one variant for one architecture: only read, never
 * written. Paths are relative to the compose directory; before version 3, they are absolute.
 */
export const earlierComposeRecord = defineRecord("compose", 3, {
  composeId: z.string(),
  /** The compose directory, `<output-dir>/<compose-id>`. */
  directory: z.string(),
  /** Name of the treefile, without its ending. */
  treefile: z.string(),
  ref: z.string(),
  /** The version of the tree, which the commit and the image carry too. */
  treeVersion: z.string(),
  architecture: z.string(),
  /** Time of the commit and the image, RFC 3339. */
  timestamp: z.iso.datetime(),
  suite: z.string(),
  packageCount: z.int().min(0),
  /** Bytes that came over the network; absent when nothing was counted. */
  downloadBytes: z.int().min(0).optional(),
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
    /** What a host that runs the previous image downloads; absent for the first image. */
    update: z.strictObject({ layers: z.int().min(0), bytes: z.int().min(0) }).optional(),
    /** `org.opencontainers.image.ref.name` inside the layout. */
    tag: z.string(),
  }),
  root: z.strictObject({ bytes: z.int().min(0), files: z.int().min(0) }),
  /** Present when nothing was made because every result was in the cache. */
  unchanged: z
    .strictObject({
      /** Digest of all inputs except the version. */
      content: digestSchema,
      /** The newest earlier compose in the output directory, if it has the same content. */
      since: z.string().optional(),
    })
    .optional(),
  /** In the order in which they began. */
  nodes: nodeTimingsSchema,
  warnings: z.array(diagnosticSchema),
  /** Steps that failed but that nothing else needed; absent when there are none. */
  failed: z.array(z.string()).min(1).optional(),
  files: z.strictObject({
    /** The lock that was given, or the one that was resolved into the compose. */
    lock: z.string(),
    log: z.string(),
    /** `report.html`; absent when it could not be written. */
    report: z.string().optional(),
  }),
});
export type EarlierComposeRecord = z.infer<typeof earlierComposeRecord.schema>;
