import { bytesOfName, escapedName } from "@debootc/core/tar/escaped-name";
import { lstatSync, readdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { emptiedDirectories } from "../../judge/path-makers.ts";

/** Holds what changes about each entry of a root when anything writes to it. */
export type RootStamps = ReadonlyMap<string, string>;

/**
 * Reads the stamps of a root, but for what is emptied at the end of a build. Of the directories that are named, the names
 * in them may change.
 */
export function rootStamps(root: string, changing: readonly string[]): RootStamps {
  const stamps = new Map<string, string>();
  const visit = (directory: string): void => {
    for (const bytes of readdirSync(bytesOfName(join(root, directory)), { encoding: "buffer" })) {
      const path = join(directory, escapedName(bytes));
      if (emptiedDirectories.includes(path)) continue;
      const stat = lstatSync(bytesOfName(join(root, path)));
      const { ino, mode, uid, gid } = stat;
      const identity = `${ino} ${mode} ${uid} ${gid}`;
      stamps.set(path, changing.includes(path) ? identity : `${identity} ${stat.size} ${stat.ctimeMs}`);
      if (stat.isDirectory()) visit(path);
    }
  };
  visit("/");
  return stamps;
}

/** Names a path that differs between two stamps, except for one; undefined if there is none. */
export function changedPath(before: RootStamps, after: RootStamps, except: string): string | undefined {
  for (const [path, stamp] of after) if (path !== except && before.get(path) !== stamp) return path;
  for (const path of before.keys()) if (path !== except && !after.has(path)) return path;
  return undefined;
}

/** Names the directories in which an initramfs and its makings come and go. */
export function changingDirectories(image: string): readonly string[] {
  return [dirname(image), "/var/tmp"];
}
