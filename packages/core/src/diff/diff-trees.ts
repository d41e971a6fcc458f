import type { Inode } from "../oci/layer-tree.ts";
import type { MergedEntry, MergedTree } from "../oci/merge-layers.ts";
import type { Digest } from "../record/digest.ts";
import type { TarEntry } from "../tar/entry.ts";
import type { ChangedAspect, PathChange } from "./path-change.ts";

export interface ComparedTree extends Pick<MergedTree, "entries"> {
  /** Returns the digest of a file's bytes. */
  readonly digestOf: (inode: Inode) => Digest | undefined;
}

/** Returns what changed between two roots, sorted by path. */
export function diffTrees(old: ComparedTree, current: ComparedTree): PathChange[] {
  const changes: PathChange[] = [];
  const seen = new Set<Inode>();
  const note = (
    change: PathChange["change"],
    { entry, inode, layer }: MergedEntry,
    what: ChangedAspect[],
  ) => {
    const { path, type } = entry;
    changes.push({ path, change, type, size: seen.has(inode) ? 0 : entry.size, what, layer });
    seen.add(inode);
  };
  for (const [path, before] of old.entries) {
    if (!current.entries.has(path)) note("removed", before, []);
  }
  for (const [path, after] of current.entries) {
    const before = old.entries.get(path);
    const what = before === undefined ? [] : aspectsOf(before, after, old, current);
    if (before === undefined) note("added", after, []);
    else if (what.length > 0) note("changed", after, what);
  }
  return changes.sort((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : 0));
}

function aspectsOf(
  before: MergedEntry,
  after: MergedEntry,
  old: ComparedTree,
  current: ComparedTree,
): ChangedAspect[] {
  const [a, b] = [before.entry, after.entry];
  const isContent = a.type === "file" && b.type === "file";
  const differing: Record<ChangedAspect, boolean> = {
    type: a.type !== b.type,
    content: isContent && (a.size !== b.size || old.digestOf(before.inode) !== current.digestOf(after.inode)),
    target: a.type === b.type && a.linkPath !== b.linkPath,
    owner: a.uid !== b.uid || a.gid !== b.gid,
    // The mode of a symbolic link cannot be changed.
    mode: a.mode !== b.mode && b.type !== "symlink",
    xattrs: !haveEqualXattrs(a, b),
    device: a.device?.major !== b.device?.major || a.device?.minor !== b.device?.minor,
  };
  return (Object.keys(differing) as ChangedAspect[]).filter((aspect) => differing[aspect]);
}

function haveEqualXattrs({ xattrs: a }: TarEntry, { xattrs: b }: TarEntry): boolean {
  return a.size === b.size && [...a].every(([name, value]) => b.get(name)?.equals(value));
}
