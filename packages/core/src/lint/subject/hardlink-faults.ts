import type { MergedTree } from "../../oci/merge-layers.ts";
import type { TarEntry } from "../../tar/entry.ts";

/** A further name of a file whose first name its own layer does not hold. */
export interface ForeignLink {
  readonly path: string;
  readonly target: string;
  /** Index of the layer. */
  readonly layer: number;
}

/** A name that was one file with another one until a later layer replaced it, and it alone. */
export interface PartedLink {
  readonly path: string;
  readonly layer: number;
  /** A name that is still what the layer of both made it. */
  readonly other: string;
  readonly otherLayer: number;
}

export interface HardlinkFaults {
  readonly foreign: readonly ForeignLink[];
  readonly parted: readonly PartedLink[];
}

/** What is wrong with the hardlinks of an image's layers, lowest first. */
export function hardlinkFaults(layers: readonly (readonly TarEntry[])[], tree: MergedTree): HardlinkFaults {
  const foreign: ForeignLink[] = [];
  const parted: PartedLink[] = [];
  for (const [layer, entries] of layers.entries()) {
    const { groups, others } = groupsOf(entries);
    for (const { path, target } of others) foreign.push({ path: `/${path}`, target: `/${target}`, layer });
    for (const group of groups) parted.push(...partedIn(group, layer, tree));
  }
  return { foreign, parted };
}

/** The names of each file that has several in a layer, and links to what the layer does not hold. */
function groupsOf(entries: readonly TarEntry[]) {
  const others: { readonly path: string; readonly target: string }[] = [];
  const groups = new Map<string, string[]>();
  if (!entries.some(({ type }) => type === "hardlink")) return { groups: [], others };
  const held = new Set<string>();
  for (const entry of entries) {
    const path = plain(entry.path);
    const target = entry.type === "hardlink" ? plain(entry.linkPath ?? "") : undefined;
    if (target !== undefined && held.has(target)) {
      const group = groups.get(target) ?? [target];
      group.push(path);
      groups.set(target, group);
      groups.set(path, group);
    } else if (target !== undefined) {
      others.push({ path, target });
    }
    held.add(path);
  }
  return { groups: new Set(groups.values()), others };
}

/** In an encapsulated image (ostree-rs-ext) every file is a hardlink to its object, and equal files are one. */
const objects = "sysroot/ostree/repo/objects/";

function partedIn(group: readonly string[], layer: number, tree: MergedTree): PartedLink[] {
  if (group.some((path) => path.startsWith(objects))) return [];
  const now = group.map((path) => ({ path, found: tree.entries.get(path) }));
  const other = now.find(({ found }) => found?.inode.layer === layer)?.path;
  if (other === undefined) return [];
  return now.flatMap(({ path, found }) =>
    found !== undefined && found.inode.layer > layer && found.entry.type !== "directory"
      ? [{ path: `/${path}`, layer: found.inode.layer, other: `/${other}`, otherLayer: layer }]
      : [],
  );
}

/** Relative, without the ways to write a path differently. */
function plain(path: string): string {
  return path
    .split("/")
    .filter((name) => name !== "" && name !== ".")
    .join("/");
}
