import type { TarEntry, TarMember } from "@debootc/core/tar/entry";
import { writeTar } from "@debootc/core/tar/write-tar";
import { createReadStream, type Dirent } from "node:fs";
import { lstat, readdir, readlink } from "node:fs/promises";
import { join } from "node:path";

/**
 * Returns what a release takes of a compose directory as a tar archive, without a file of its own. The same compose gives the
 * same archive, in whatever order its file system lists it.
 */
export function composeArchive(directory: string, composeId: string): AsyncIterable<Uint8Array> {
  return writeTar(members(join(directory, "compose"), `${composeId}/compose`));
}

async function* members(directory: string, name: string): AsyncGenerator<TarMember> {
  yield { entry: entry("directory", name, 0), body: nothing() };
  const found = await readdir(directory, { withFileTypes: true });
  for (const one of found.toSorted((a, b) => (a.name < b.name ? -1 : 1))) {
    const [path, as] = [join(directory, one.name), `${name}/${one.name}`];
    if (one.isDirectory()) yield* members(path, as);
    else yield await member(one, path, as);
  }
}

async function member(found: Dirent, path: string, name: string): Promise<TarMember> {
  if (found.isFile()) {
    const { size } = await lstat(path);
    return { entry: entry("file", name, size), body: createReadStream(path, { highWaterMark: 1024 * 1024 }) };
  }
  // Whoever reads the archive says what is wrong with it.
  if (!found.isSymbolicLink()) return { entry: entry("fifo", name, 0), body: nothing() };
  return { entry: { ...entry("symlink", name, 0), linkPath: await readlink(path) }, body: nothing() };
}

function entry(type: TarEntry["type"], path: string, size: number): TarEntry {
  return { path, type, size, mode: 0o644, uid: 0, gid: 0, mtime: 0, xattrs: new Map() };
}

async function* nothing(): AsyncGenerator<Uint8Array> {}
