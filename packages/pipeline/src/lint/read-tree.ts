import type { Inode } from "@debootc/core/oci/layer-tree";
import { type MergedTree, mergeLayers } from "@debootc/core/oci/merge-layers";
import { invalidImage } from "@debootc/core/oci/invalid-image";
import { absolute } from "@debootc/core/lint/subject/lint-entry";
import { wantedContent } from "@debootc/core/lint/wanted-content";
import type { TarEntry, TarMember } from "@debootc/core/tar/entry";
import { printableName } from "@debootc/core/tar/escaped-name";
import { type LayerListing, listLayer } from "../image/list-layer.ts";

/** The layers of an image, or the one of a root, with the bytes that rules look into. */
export interface ReadTree {
  readonly listings: readonly LayerListing[];
  readonly merged: MergedTree;
  readonly contentOf: (inode: Inode) => Buffer | undefined;
  /** Files that rules look into and that were too large to be kept. */
  readonly unread: readonly string[];
}

/** Bytes kept at one time. */
const keptLimit = 256 * 1024 * 1024;
/** Far above any image: an end to what was packed to have none. */
const readLimit = 1024 ** 4;

/**
 * Lists all names, lowest layer first, and keeps the bytes of the few files that rules look into. Where such a name
 * leads to a file of another name, the layers with those files are read a second time.
 */
export async function readTree(
  layers: readonly (() => AsyncIterable<TarMember>)[],
  signal: AbortSignal,
): Promise<ReadTree> {
  const unread = new Set<string>();
  let kept = 0;
  let read = 0;
  const keep = (entry: TarEntry, limit: number | undefined): boolean => {
    if (limit === undefined) return false;
    const fits = entry.size <= limit && kept + entry.size <= keptLimit;
    if (fits) kept += entry.size;
    else unread.add(printableName(absolute(entry.path)));
    return fits;
  };
  const list = (
    layer: () => AsyncIterable<TarMember>,
    limitOf: (entry: TarEntry, index: number) => number | undefined,
  ) =>
    listLayer(counted(layer()), {
      digests: false,
      signal,
      keep: (entry, index) => keep(entry, limitOf(entry, index)),
    });
  async function* counted(members: AsyncIterable<TarMember>) {
    for await (const member of members) {
      read += member.entry.size;
      if (read > readLimit) throw invalidImage(`it unpacks to more than ${readLimit / 1024 ** 3} GiB`);
      yield member;
    }
  }

  const listings: LayerListing[] = [];
  for (const layer of layers) listings.push(await list(layer, ({ path }) => wantedContent(absolute(path))));
  const merged = mergeLayers(listings.map(({ entries }) => entries));
  const contents = listings.map((listing) => new Map(listing.contents));
  for (const [layer, files] of Map.groupBy(
    contentBehindLinks(merged, contents),
    ({ inode }) => inode.layer,
  )) {
    const open = layers[layer];
    if (open === undefined) continue;
    const limits = new Map(files.map(({ inode, limit }) => [inode.index, limit]));
    const again = await list(open, (_, index) => limits.get(index));
    for (const [index, content] of again.contents) contents[layer]?.set(index, content);
  }
  return {
    listings,
    merged,
    contentOf: ({ layer, index }) => contents[layer]?.get(index),
    unread: [...unread],
  };
}

/** Files under names that no rule reads, to which a name leads that one does. */
function contentBehindLinks(merged: MergedTree, contents: readonly ReadonlyMap<number, Buffer>[]) {
  return [...merged.entries.values()].flatMap(({ entry: { path, type }, inode: own }) => {
    if (contents[own.layer]?.has(own.index)) return [];
    const limit = type === "symlink" || type === "file" ? wantedContent(absolute(path)) : undefined;
    const found = limit === undefined ? undefined : merged.find(path);
    if (limit === undefined || found?.entry.type !== "file") return [];
    const { inode } = found;
    // Under its own name it was asked for already.
    const asked = wantedContent(absolute(inode.entry.path)) !== undefined && inode === own;
    return asked || contents[inode.layer]?.has(inode.index) ? [] : [{ inode, limit }];
  });
}
