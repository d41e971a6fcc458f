import type { Reporter } from "@debootc/core/event/event";
import { layerRecord, type LayerRecord } from "@debootc/core/oci/layer-record";
import { layerCompressions } from "@debootc/core/oci/media-types";
import { stat } from "node:fs";
import { availableParallelism } from "node:os";
import { basename } from "node:path";
import * as z from "zod";
import { readTreeListing } from "../layers/read-tree-listing.ts";
import type { Operation } from "../worker/operation.ts";
import type { OperationContext } from "../worker/operation-context.ts";
import { blockMemory, layerBlocks } from "./layer-blocks.ts";
import { packingGuard } from "./packing-guard.ts";
import { writeLayer } from "./write-layer.ts";

const requestSchema = z.strictObject({
  /** A finished root; never changed. */
  root: z.string(),
  layers: z.array(
    z.strictObject({
      /** The listing of the layer. */
      listing: z.string(),
      /** Size of its files; the largest layers start first. */
      bytes: z.int().min(0),
      /** The blob to make; must not exist. */
      blob: z.string(),
    }),
  ),
  compression: z.enum(layerCompressions),
});
export type WriteLayersRequest = z.infer<typeof requestSchema>;

const resultSchema = z.strictObject({ layers: z.array(layerRecord.schema) });
type WrittenLayers = z.infer<typeof resultSchema>;

/** Runs `writeLayers` as root, who alone can read every file of a root; the blobs then belong to the user. */
export const writeLayersOperation: Operation<WriteLayersRequest, WrittenLayers> = {
  name: "write-layers",
  request: requestSchema,
  result: resultSchema,
  run: writeLayers,
  results: ({ layers }) => layers.map(({ blob }) => blob),
};

/** How long the lanes may do nothing, in seconds: a slow disk takes a block in less. */
const patience = 300;

/**
 * Packs layers of a root, as many at once as there are processors: the encoders run in Node's thread pool. Each reads
 * only its own files, so memory and work depend on the layers asked for, not on the root. Fails when nothing is packed
 * for `stillSeconds`.
 */
export async function writeLayers(
  { root, layers, compression }: WriteLayersRequest,
  { report, signal }: OperationContext,
  stillSeconds = patience,
): Promise<WrittenLayers> {
  const written: (LayerRecord | undefined)[] = layers.map(() => undefined);
  const failed = new AbortController();
  const stopped = AbortSignal.any([signal, failed.signal]);
  const total = layers.reduce((sum, { bytes }) => sum + bytes, 0);
  const tell = progress(report, total);
  const queue = [...layers.entries()].sort(([, a], [, b]) => b.bytes - a.bytes);
  const width = availableParallelism() + 1;
  const guard = packingGuard(width, stillSeconds);
  const lane = async (number: number) => {
    const memory = blockMemory();
    const count = (bytes: number) => {
      guard.packed(number, bytes);
      tell(bytes);
    };
    for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
      const [index, { listing, bytes, blob }] = next;
      stopped.throwIfAborted();
      guard.begin(number, basename(listing), bytes);
      const tar = layerBlocks(root, await readTreeListing(listing), memory);
      written[index] = await writeLayer(blob, tar, compression, count, stopped);
      guard.end(number);
    }
  };
  const lanes = Array.from({ length: width }, async (_, number) => {
    try {
      await lane(number);
    } catch (error) {
      failed.abort(error);
      throw error;
    }
  });
  const still = Promise.withResolvers<never>();
  const watch = setInterval(() => {
    wakeThreadPool();
    const fault = guard.passed(1);
    if (fault === undefined) return;
    // The lanes may never end, so nobody waits for them.
    still.reject(fault);
    failed.abort(fault);
  }, 1000);
  try {
    const ends = await Promise.race([Promise.allSettled(lanes), still.promise]);
    signal.throwIfAborted();
    failed.signal.throwIfAborted();
    const broken = ends.find((end) => end.status === "rejected");
    if (broken !== undefined) throw broken.reason;
  } finally {
    clearInterval(watch);
  }
  return { layers: written.flatMap((layer) => layer ?? []) };
}

/**
 * Gives the thread pool a little to do: a thread that wakes for it also takes the work that waits. Debian 12's glibc may
 * lose the signal that should have woken one (glibc bug 25847), and then all lanes wait for ever.
 */
function wakeThreadPool(): void {
  stat("/", () => {});
}

const reportEvery = 16 * 1024 * 1024;

function progress(report: Reporter, total: number): (bytes: number) => void {
  let done = 0;
  let next = 0;
  return (bytes) => {
    done += bytes;
    if (done < next) return;
    next = done + reportEvery;
    report({
      type: "progress",
      step: "packing the layers",
      done: Math.min(done, total),
      total,
      unit: "bytes",
    });
  };
}
