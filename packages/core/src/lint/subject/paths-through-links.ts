import type { MergedEntry, MergedTree } from "../../oci/merge-layers.ts";
import type { TarEntry } from "../../tar/entry.ts";

/** A name that a layer puts below a link of the image. */
export interface PathThroughLink {
  /** As the layer has it, absolute. */
  readonly path: string;
  readonly layer: number;
  readonly link: string;
}

/** Names below links: tools that unpack into one root follow the link, those that stack layers replace it. */
export function pathsThroughLinks(
  layers: readonly (readonly TarEntry[])[],
  tree: MergedTree,
): readonly PathThroughLink[] {
  const links = new Map<string, MergedEntry | undefined>();
  const linkAbove = (path: string): MergedEntry | undefined => {
    const slash = path.lastIndexOf("/");
    if (slash <= 0) return undefined;
    const directory = path.slice(0, slash);
    if (!links.has(directory)) {
      const found = tree.entries.get(directory);
      links.set(directory, found?.entry.type === "symlink" ? found : linkAbove(directory));
    }
    return links.get(directory);
  };
  return layers.flatMap((entries, layer) =>
    entries.flatMap((entry) => {
      const path = entry.path.replace(/^(?:\.?\/)+/, "");
      const link = linkAbove(path);
      // A later layer may have made the link of a directory.
      if (link === undefined || link.layer > layer) return [];
      return [{ path: `/${path}`, layer, link: `/${link.entry.path}` }];
    }),
  );
}
