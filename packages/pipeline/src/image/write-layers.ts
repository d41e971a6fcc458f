import type { Reporter } from "@debootc/core/event/event";
import { layerRecord, type LayerRecord } from "@debootc/core/oci/layer-record";
import { layerCompressions } from "@debootc/core/oci/media-types";
import { availableParallelism } from "node:os";
import * as z from "zod";
import { readTreeListing } from "../layers/read-tree-listing.ts";
import type { Operation } from "../worker/operation.ts";
import type { OperationContext } from "../worker/operation-context.ts";
import { blockMemory, layerBlocks } from "./layer-blocks.ts";
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

/**
 * Packs layers of a root, as many at once as there are processors: the encoders run in Node's thread pool. Each reads
 * only its own files, so memory and work depend on the layers asked for, not on the root.
 */
export async function writeLayers(
  { root, layers, compression }: WriteLayersRequest,
  { report, signal }: OperationContext,
): Promise<WrittenLayers> {
  const written: (LayerRecord | undefined)[] = layers.map(() => undefined);
  const failed = new AbortController();
  const stopped = AbortSignal.any([signal, failed.signal]);
  const total = layers.reduce((sum, { bytes }) => sum + bytes, 0);
  const tell = progress(report, total);
  const count = (bytes: number) => {
    stopped.throwIfAborted();
    tell(bytes);
  };
  const queue = [...layers.entries()].sort(([, a], [, b]) => b.bytes - a.bytes);
  const lane = async () => {
    const memory = blockMemory();
    for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
      const [index, { listing, blob }] = next;
      stopped.throwIfAborted();
      const tar = layerBlocks(root, await readTreeListing(listing), memory);
      written[index] = await writeLayer(blob, tar, compression, count);
    }
  };
  const lanes = Array.from({ length: availableParallelism() + 1 }, async () => {
    try {
      await lane();
    } catch (error) {
      failed.abort(error);
      throw error;
    }
  });
  const ends = await Promise.allSettled(lanes);
  signal.throwIfAborted();
  failed.signal.throwIfAborted();
  const broken = ends.find((end) => end.status === "rejected");
  if (broken !== undefined) throw broken.reason;
  return { layers: written.flatMap((layer) => layer ?? []) };
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
