import type { Dirent } from "node:fs";
import type { RootDirectory } from "../../tree/root-directory.ts";
import { emptiedDirectories } from "./path-makers.ts";

/** Describes an entry that no image can hold. */
export interface UnfitEntry {
  readonly path: string;
  /** What it is, as a noun: `a socket`. */
  readonly what: string;
  /** Whether its name is the reason, which a script can change. */
  readonly isByName: boolean;
}

/**
 * Looks for what no image can hold: sockets, pipes, devices, names that are not UTF-8 and names that delete files in a
 * layer. What is below an entry whose name is the reason is not reported again.
 */
export async function findUnfitEntries(
  root: RootDirectory,
  isDropped: (path: string) => boolean,
): Promise<UnfitEntry[]> {
  const found: UnfitEntry[] = [];
  let refused: string | undefined;
  for await (const { path, type } of root.walkTypes("/")) {
    if (refused !== undefined && path.startsWith(`${refused}/`)) continue;
    if (isDropped(path) || emptiedDirectories.some((directory) => path.startsWith(`${directory}/`))) continue;
    const name = path.slice(path.lastIndexOf("/") + 1);
    const byName = faultOfName(name);
    const what =
      byName ??
      specialKind(type) ??
      (type.isSymbolicLink() && !(await root.readLink(path)).isWellFormed()
        ? "a link to a name that is not UTF-8"
        : undefined);
    if (what === undefined) continue;
    if (byName !== undefined) refused = path;
    found.push({ path, what, isByName: byName !== undefined });
  }
  return found;
}

function faultOfName(name: string): string | undefined {
  if (!name.isWellFormed()) return "a name that is not UTF-8";
  // OCI image specification, layer.md, whiteouts.
  return name.startsWith(".wh.") ? "a name that deletes a file where an image is unpacked" : undefined;
}

function specialKind(type: Dirent<Buffer>): string | undefined {
  if (type.isSocket()) return "a socket";
  if (type.isFIFO()) return "a named pipe";
  if (type.isBlockDevice()) return "a block device";
  return type.isCharacterDevice() ? "a character device" : undefined;
}
