import * as z from "zod";
import { diagnosticSchema } from "../error/diagnostic.ts";
import { digestSchema } from "../record/digest.ts";
import { defineRecord } from "../record/record.ts";
import { nodeTimingsSchema } from "./node-timing.ts";

/**
 * What a finished compose is, where it stands and how long it took: all that the last screen shows. Paths are
 * absolute; in `compose.json` they are relative to the compose directory (see `portableCompose`).
 */
export const composeResult = defineRecord("compose", 3, {
  composeId: z.string(),
  /** The compose directory, `<output-dir>/<compose-id>`. */
  directory: z.string(),
  /** Name of the treefile, without its ending. */
  treefile: z.string(),
  ref: z.string(),
  /** Of the tree: what the commit and the image carry as their version. */
  treeVersion: z.string(),
  architecture: z.string(),
  /** Of the commit and the image, RFC 3339. */
  timestamp: z.iso.datetime(),
  suite: z.string(),
  packageCount: z.int().min(0),
  /** What came over the network; absent when nothing was counted. */
  downloadBytes: z.int().min(0).optional(),
  /** Kernel version as below `/usr/lib/modules`; absent when the tree has none and cannot boot. */
  kernel: z.string().optional(),
  commit: z.strictObject({
    /** Of the ostree commit, 64 hexadecimal digits. */
    checksum: z.string().regex(/^[0-9a-f]{64}$/),
    repo: z.string(),
    bootable: z.boolean(),
    /** Fingerprints of the OpenPGP keys that signed it and the summary; absent when there were none. */
    signedBy: z.array(z.string()).min(1).optional(),
  }),
  image: z.strictObject({
    /** The OCI layout's directory. */
    layout: z.string(),
    manifestDigest: digestSchema,
    /** Bytes of all blobs. */
    size: z.int().min(0),
    compression: z.enum(["zstd", "gzip"]),
    layerCount: z.int().min(1).optional(),
    /** What a host of the image before this one downloads; absent for the first. */
    update: z.strictObject({ layers: z.int().min(0), bytes: z.int().min(0) }).optional(),
    /** `org.opencontainers.image.ref.name` inside the layout. */
    tag: z.string(),
  }),
  root: z.strictObject({ bytes: z.int().min(0), files: z.int().min(0) }),
  /** Present when nothing was made: every result stood in the cache. */
  unchanged: z
    .strictObject({
      /** Digest of all inputs but the version. */
      content: digestSchema,
      /** The newest compose before it in the output directory, when it has the same content. */
      since: z.string().optional(),
    })
    .optional(),
  /** In the order in which they began. */
  nodes: nodeTimingsSchema,
  warnings: z.array(diagnosticSchema),
  /** Steps that failed and were not needed for the rest; absent when there are none. */
  failed: z.array(z.string()).min(1).optional(),
  files: z.strictObject({
    /** The lock that was built from, or the one that was resolved into the compose. */
    lock: z.string(),
    log: z.string(),
    /** `report.html`; absent when it could not be written. */
    report: z.string().optional(),
  }),
});
export type ComposeResult = z.infer<typeof composeResult.schema>;
