import { createHash } from "node:crypto";
import { buffer } from "node:stream/consumers";
import { invalidImage } from "@debootc/core/oci/invalid-image";
import type { Digest } from "@debootc/core/record/digest";
import type { TarEntry, TarMember } from "@debootc/core/tar/entry";

/** All names of one layer, without the bytes of most. */
export interface LayerListing {
  readonly entries: readonly TarEntry[];
  /** Of the bytes of each entry that is a file, in the same places; empty unless asked for. */
  readonly digests: readonly (Digest | undefined)[];
  /** Bytes of the files that `keep` took, by their places. */
  readonly contents: ReadonlyMap<number, Buffer>;
}

interface ListLayerOptions {
  /** Also hash every file. */
  readonly digests: boolean;
  /** Which files' bytes are kept; none when absent. */
  readonly keep?: ((entry: TarEntry, index: number) => boolean) | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** Bytes that the names and attributes of one layer may take; those of a whole desktop take a tenth of it. */
const listingLimit = 1024 ** 3;

/** Reads a layer to its end. Throws `image-invalid` for names and attributes beyond all measure. */
export async function listLayer(
  members: AsyncIterable<TarMember>,
  { digests: wanted, keep, signal }: ListLayerOptions,
): Promise<LayerListing> {
  const entries: TarEntry[] = [];
  const digests: (Digest | undefined)[] = [];
  const contents = new Map<number, Buffer>();
  let held = 0;
  for await (const { entry, body } of members) {
    signal?.throwIfAborted();
    held += weightOf(entry);
    if (held > listingLimit) {
      throw invalidImage(`the names and attributes of a layer need more than ${listingLimit} bytes`);
    }
    const index = entries.push(entry) - 1;
    const content = entry.type === "file" && keep?.(entry, index) ? await buffer(body) : undefined;
    if (content !== undefined) contents.set(index, content);
    if (wanted)
      digests.push(entry.type === "file" ? await digestOfBody(content ? [content] : body) : undefined);
  }
  return { entries, digests, contents };
}

/** Of an entry without its strings, roughly. */
const entryWeight = 300;

function weightOf({ path, linkPath = "", xattrs }: TarEntry): number {
  let weight = entryWeight + path.length + linkPath.length;
  for (const [name, value] of xattrs) weight += entryWeight + name.length + value.length;
  return weight;
}

async function digestOfBody(body: AsyncIterable<Uint8Array> | Iterable<Uint8Array>): Promise<Digest> {
  const hash = createHash("sha256");
  for await (const chunk of body) hash.update(chunk);
  return `sha256:${hash.digest("hex")}`;
}
