import type { RootDirectory } from "../../tree/root-directory.ts";
import type { PackageFiles } from "../packages/package-files.ts";

/**
 * Holds all paths of a root at one time, each with what changes when a file is written again; in /usr, where far more
 * files are, only the paths.
 */
export type Snapshot = ReadonlyMap<string, string>;

/** Lists the directories that are emptied at the end of a build. */
export const emptiedDirectories = ["/dev", "/proc", "/run", "/sys", "/tmp"];

export async function takeSnapshot(root: RootDirectory): Promise<Snapshot> {
  const snapshot = new Map<string, string>();
  for (const name of await root.list("/")) {
    const top = `/${name}`;
    if (emptiedDirectories.includes(top) || !(await root.stat(top))?.isDirectory()) continue;
    if (top === "/usr") for await (const { path } of root.walkTypes(top)) snapshot.set(path, "");
    else
      for await (const { path, stat } of root.walk(top))
        snapshot.set(path, stat.isDirectory() ? "" : `${stat.ino} ${stat.size} ${stat.ctimeMs}`);
  }
  return snapshot;
}

/** Names the steps of a build that leave files in a root. */
type MakerKind = "package" | "maintainer-script" | "postprocess" | "initramfs" | "unknown";

/** Says who left a path in a root, as far as it is known. */
export interface Maker {
  readonly kind: MakerKind;
  /** Subject of a sentence: `the package at`. */
  readonly name: string;
  /** The package that ships the path. */
  readonly package?: string;
}

interface Stages {
  /** Before and after the treefile's scripts; absent without scripts. */
  readonly scripts?: { readonly before: Snapshot; readonly after: Snapshot } | undefined;
  /** Before the initramfs was made; absent where none is. */
  readonly initramfs?: Snapshot | undefined;
}

/** Finds out who left a path, under the name that it had while the root was built. */
export function pathMakers({ ownerOf, directoryOwnerOf }: PackageFiles, { scripts, initramfs }: Stages) {
  return (path: string): Maker => {
    const owner = ownerOf(path);
    if (owner !== undefined) return { kind: "package", name: `the package ${owner}`, package: owner };
    if (initramfs?.has(path) === false)
      return { kind: "initramfs", name: "dracut, which makes the initramfs," };
    if (scripts !== undefined && scripts.before.get(path) !== scripts.after.get(path))
      return { kind: "postprocess", name: "a postprocess script" };
    if (scripts?.after.has(path) === false) return { kind: "unknown", name: "the build" };
    const near = directoryOwnerOf(path);
    const place = near === undefined ? "" : ` (in a directory of ${near})`;
    return { kind: "maintainer-script", name: `a maintainer script${place}` };
  };
}

export type MakerOf = ReturnType<typeof pathMakers>;
