import type { LayersRecord } from "@debootc/core/layers/layers-record";
import { type LayerRecord, layerRecord } from "@debootc/core/oci/layer-record";
import type { LayerCompression } from "@debootc/core/oci/media-types";
import { type Digest, digestOf } from "@debootc/core/record/digest";
import { copyFile, mkdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { hasErrno } from "@debootc/tools/errno";
import type { Cache, Lease } from "../cache/cache.ts";
import { layerListing } from "../layers/layer-listing.ts";
import type { OperationContext } from "../worker/operation-context.ts";
import { type Privilege, runPrivileged } from "../worker/run-privileged.ts";
import { layerEncoderName } from "./layer-encoder.ts";
import { writeLayersOperation } from "./write-layers.ts";

interface BlobsWanted {
  readonly root: string;
  readonly layers: LayersRecord["layers"];
  /** Directory of the layers' listings. */
  readonly listings: string;
  readonly compression: LayerCompression;
  readonly cache: Cache;
  /** Digest of the code that writes layers. */
  readonly code: Digest;
  readonly privilege: Privilege;
  /** An empty directory, for blobs on their way into the cache. */
  readonly workDirectory: string;
}

export interface LayerBlob extends LayerRecord {
  readonly path: string;
  readonly components: readonly string[];
}

const kind = "layer";

/**
 * Returns the blobs of layers. Those packed before come from the cache, because equal listings give equal layers; only
 * the others are read and compressed. The caller disposes of the leases after taking the blobs.
 */
export async function layerBlobs(
  wanted: BlobsWanted,
  context: OperationContext,
): Promise<{ readonly blobs: readonly LayerBlob[]; readonly leases: readonly Lease[] }> {
  const { layers, listings, cache, workDirectory, compression } = wanted;
  const encoder = layerEncoderName(compression);
  const keys = layers.map(({ listing }) => digestOf({ node: kind, code: wanted.code, listing, encoder }));
  // Releases the leases if this fails before the caller gets them.
  await using unclaimed = new AsyncDisposableStack();
  const hold = (lease: Lease | undefined) => (lease === undefined ? undefined : unclaimed.use(lease));
  const leases = await Promise.all(keys.map(async (key) => hold(await cache.get(kind, key))));

  const missing = [...layers.entries()].filter(([index]) => leases[index] === undefined);
  if (missing.length > 0) {
    await mkdir(workDirectory, { recursive: true });
    const blobOf = (index: number) => join(workDirectory, `${index}.blob`);
    const { layers: written } = await runPrivileged(
      writeLayersOperation,
      {
        root: wanted.root,
        compression,
        layers: missing.map(([index, { bytes }]) => ({
          listing: layerListing(listings, index),
          bytes,
          blob: blobOf(index),
        })),
      },
      wanted.privilege,
      context,
    );
    for (const [at, [index]] of missing.entries()) {
      const [key, record] = [keys[index], written[at]];
      if (key === undefined || record === undefined) throw new RangeError(`no blob for the layer ${index}`);
      const lease = await cache.put(kind, key, async (directory) => {
        await moveFile(blobOf(index), join(directory, "blob"));
        await writeFile(join(directory, "record.json"), layerRecord.serialize(record));
        return record.diffId;
      });
      leases[index] = hold(lease);
    }
  }
  const held = leases.flatMap((lease) => lease ?? []);
  const blobs = await Promise.all(
    held.map(async ({ path }, index) => {
      const file = join(path, "record.json");
      const record = layerRecord.parse(await readFile(file, "utf8"), file);
      return { ...record, path: join(path, "blob"), components: layers[index]?.components ?? [] };
    }),
  );
  unclaimed.move();
  return { blobs, leases: held };
}

/** Moves a file, also to another file system, on which the cache may be. */
async function moveFile(from: string, to: string): Promise<void> {
  try {
    await rename(from, to);
  } catch (error) {
    if (!hasErrno(error, "EXDEV")) throw error;
    await copyFile(from, to);
    await rm(from);
  }
}
