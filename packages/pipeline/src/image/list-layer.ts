import { createHash } from "node:crypto";
import { invalidImage } from "@debootc/core/oci/invalid-image";
import type { Digest } from "@debootc/core/record/digest";
import type { TarEntry, TarMember } from "@debootc/core/tar/entry";

/** All names of one layer, without their bytes. */
export interface LayerListing {
  readonly entries: readonly TarEntry[];
  /** Of the bytes of each entry that is a file, in the same places; empty unless asked for. */
  readonly digests: readonly (Digest | undefined)[];
}

interface ListLayerOptions {
  /** Also hash every file. */
  readonly digests: boolean;
  readonly signal?: AbortSignal | undefined;
}

/** Bytes that the names and attributes of one layer may take; those of a whole desktop take a tenth of it. */
const listingLimit = 1024 ** 3;

/** Reads a layer to its end. Throws `image-invalid` for names and attributes beyond all measure. */
export async function listLayer(
  members: AsyncIterable<TarMember>,
  { digests: wanted, signal }: ListLayerOptions,
): Promise<LayerListing> {
  const entries: TarEntry[] = [];
  const digests: (Digest | undefined)[] = [];
  let held = 0;
  for await (const { entry, body } of members) {
    signal?.throwIfAborted();
    held += weightOf(entry);
    if (held > listingLimit) {
      throw invalidImage(`the names and attributes of a layer need more than ${listingLimit} bytes`);
    }
    entries.push(entry);
    if (wanted) digests.push(entry.type === "file" ? await digestOfBody(body) : undefined);
  }
  return { entries, digests };
}

/** Of an entry without its strings, roughly. */
const entryWeight = 300;

function weightOf({ path, linkPath = "", xattrs }: TarEntry): number {
  let weight = entryWeight + path.length + linkPath.length;
  for (const [name, value] of xattrs) weight += entryWeight + name.length + value.length;
  return weight;
}

async function digestOfBody(body: AsyncIterable<Uint8Array>): Promise<Digest> {
  const hash = createHash("sha256");
  for await (const chunk of body) hash.update(chunk);
  return `sha256:${hash.digest("hex")}`;
}
