import { createHash } from "node:crypto";
import { buffer } from "node:stream/consumers";
import { invalidImage } from "@debootc/core/oci/invalid-image";
import type { Digest } from "@debootc/core/record/digest";
import type { TarEntry, TarMember } from "@debootc/core/tar/entry";

/** Lists all names of one layer, without the bytes of most files. */
export interface LayerListing {
  readonly entries: readonly TarEntry[];
  /** Digests of the entries that are files, at the same indexes; empty unless asked for. */
  readonly digests: readonly (Digest | undefined)[];
  /** Bytes of the files that `keep` selected, by index. */
  readonly contents: ReadonlyMap<number, Buffer>;
}

interface ListLayerOptions {
  /** Also hash every file. */
  readonly digests: boolean;
  /** Selects the files whose bytes are kept; none if absent. */
  readonly keep?: ((entry: TarEntry, index: number) => boolean) | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** Bytes that the names and attributes of one layer may take; those of a whole desktop take a tenth of this. */
const listingLimit = 1024 ** 3;

/** Reads a layer to its end. Throws `image-invalid` if names and attributes exceed the limit. */
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

/** Approximate weight of an entry without its strings. */
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
