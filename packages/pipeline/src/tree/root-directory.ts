import { DebootcError } from "@debootc/core/error/debootc-error";
import { bytesOfName, escapedName } from "@debootc/core/tar/escaped-name";
import { hasErrno } from "@debootc/tools/errno";
import { constants, type Dirent, type Stats } from "node:fs";
import {
  chmod,
  cp,
  lchown,
  lstat,
  mkdir,
  open,
  readdir,
  readFile,
  readlink,
  rename,
  rm,
  symlink,
  writeFile,
} from "node:fs/promises";
import { dirname, join, normalize } from "node:path";

/**
 * Accesses a root file system as seen from inside it. Packages fill it, so its links may point anywhere: every path is
 * resolved link by link, as chroot would, and nothing outside can be reached. Paths are absolute, with the root as `/`,
 * and a byte that is not UTF-8 is written as `escapedName` does, so that every name can be named. Nothing else may change
 * the tree at the same time.
 */
export class RootDirectory {
  readonly path: string;

  constructor(path: string) {
    this.path = path;
  }

  /**
   * Returns the host's path of an entry, its parents resolved inside the root; the entry may be a link or missing. Only
   * for names that are UTF-8.
   */
  async hostPath(path: string): Promise<string> {
    return join(this.path, await this.resolveEntry(path));
  }

  /** Follows all links of a path and returns where it leads, as a path inside the root. */
  async resolve(path: string): Promise<string> {
    return this.follow(path, true);
  }

  async stat(path: string): Promise<Stats | undefined> {
    return lstat(await this.hostBytes(path)).catch(undefinedIfMissing);
  }

  async exists(path: string): Promise<boolean> {
    return (await this.stat(path)) !== undefined;
  }

  /** Reads the text of a file, following links inside the root; returns undefined when there is none. */
  async readText(path: string): Promise<string | undefined> {
    return readFile(this.bytesAt(await this.resolve(path)), "utf8").catch(undefinedIfMissing);
  }

  /**
   * Reads the text of a file, following links inside the root; returns undefined when it is missing, longer than `limit`
   * bytes, or something else, such as a pipe that would never end.
   */
  async readTextUpTo(limit: number, path: string): Promise<string | undefined> {
    const flags = constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK;
    const file = await this.resolve(path)
      .then((place) => open(this.bytesAt(place), flags))
      .catch(undefinedIfUnfit);
    if (file === undefined) return undefined;
    await using _closed = file;
    const stat = await file.stat();
    return stat.isFile() && stat.size <= limit ? file.readFile("utf8") : undefined;
  }

  /** Reads a file that lists names, as `readText` does, with the bytes that are not UTF-8 as in paths. */
  async readNames(path: string): Promise<string | undefined> {
    const bytes = await readFile(this.bytesAt(await this.resolve(path))).catch(undefinedIfMissing);
    return bytes === undefined ? undefined : escapedName(bytes);
  }

  /** Returns the bytes of a file. */
  async readBytes(path: string): Promise<Buffer> {
    return readFile(await this.hostBytes(path));
  }

  /** Returns the names in a directory, sorted; none when it is missing. */
  async list(path: string): Promise<string[]> {
    return (await this.read(await this.resolve(path))).map(({ name }) => name);
  }

  async readLink(path: string): Promise<string> {
    return escapedName(await readlink(await this.hostBytes(path), { encoding: "buffer" }));
  }

  /** Makes a directory and its parents, following links of the root. */
  async makeDirectory(path: string, mode = 0o755): Promise<void> {
    const resolved = await this.resolve(path);
    if (resolved === "/" || (await this.exists(resolved))) return;
    await this.makeDirectory(dirname(resolved));
    const target = this.bytesAt(resolved);
    await mkdir(target, { mode });
    await chmod(target, mode);
  }

  /** Writes a file in place of any existing entry, which is not followed. */
  async writeFile(path: string, content: string | Uint8Array, mode = 0o644): Promise<void> {
    await this.makeDirectory(dirname(path));
    await this.remove(path);
    const target = await this.hostBytes(path);
    await writeFile(target, content, { mode });
    await chmod(target, mode);
  }

  /** Changes the text of a file, which may list names as `readNames` does, and keeps its owner and mode. */
  async rewriteFile(path: string, content: string): Promise<void> {
    await writeFile(this.bytesAt(await this.resolve(path)), bytesOfName(content));
  }

  async setMode(path: string, mode: number): Promise<void> {
    await chmod(this.bytesAt(await this.resolve(path)), mode);
  }

  async makeLink(path: string, target: string): Promise<void> {
    await this.makeDirectory(dirname(path));
    await this.remove(path);
    await symlink(bytesOfName(target), await this.hostBytes(path));
  }

  async remove(path: string): Promise<void> {
    await rm(await this.hostBytes(path), { recursive: true, force: true });
  }

  /** Removes the content of a directory and keeps the directory. */
  async empty(path: string): Promise<void> {
    for (const name of await this.list(path)) await this.remove(join(path, name));
  }

  async move(from: string, to: string): Promise<void> {
    await this.makeDirectory(dirname(to));
    await rename(await this.hostBytes(from), await this.hostBytes(to));
  }

  /** Copies a file or link of the host into the root, in place of any existing entry but a directory. */
  async copyIn(source: string, path: string): Promise<void> {
    await this.makeDirectory(dirname(path));
    if ((await this.stat(path))?.isDirectory() === false) await this.remove(path);
    await cp(source, await this.hostPath(path), { verbatimSymlinks: true, preserveTimestamps: false });
  }

  /** Gives an entry, which may be a link, to a user and a group; a mode has to be set after that, not before. */
  async setOwner(path: string, uid: number, gid: number): Promise<void> {
    await lchown(await this.hostBytes(path), uid, gid);
  }

  /** Yields every entry below a directory, parents first, names sorted; links are not followed. */
  async *walk(path: string): AsyncGenerator<{ path: string; stat: Stats }> {
    for await (const { path: entry, place } of this.below(path, await this.resolve(path))) {
      const stat = await lstat(this.bytesAt(place)).catch(undefinedIfMissing);
      if (stat !== undefined) yield { path: entry, stat };
    }
  }

  /** Yields what `walk` does, with the types of entries instead of all that is known about them: several times as fast. */
  async *walkTypes(path: string): AsyncGenerator<{ path: string; type: Dirent<Buffer> }> {
    for await (const { path: entry, type } of this.below(path, await this.resolve(path)))
      yield { path: entry, type };
  }

  /** `place` is where a path is when its links are followed. */
  private async *below(
    path: string,
    place: string,
  ): AsyncGenerator<{ path: string; place: string; type: Dirent<Buffer> }> {
    for (const { name, type } of await this.read(place)) {
      const entry = { path: join(path, name), place: join(place, name), type };
      yield entry;
      if (type.isDirectory()) yield* this.below(entry.path, entry.place);
    }
  }

  /** Reads a directory whose path has no links; nothing when it is missing. */
  private async read(place: string): Promise<{ name: string; type: Dirent<Buffer> }[]> {
    const options = { encoding: "buffer", withFileTypes: true } as const;
    const found = (await readdir(this.bytesAt(place), options).catch(undefinedIfMissing)) ?? [];
    return found
      .map((type) => ({ name: escapedName(type.name), type }))
      .sort((a, b) => (a.name < b.name ? -1 : 1));
  }

  private async hostBytes(path: string): Promise<Buffer> {
    return this.bytesAt(await this.resolveEntry(path));
  }

  /** Returns the host's path of a path whose links are followed. */
  private bytesAt(place: string): Buffer {
    return bytesOfName(join(this.path, place));
  }

  private async resolveEntry(path: string): Promise<string> {
    return this.follow(path, false);
  }

  /** Follows the links among the parents of a path, and those at its end if `toTheEnd`; missing names stay as they are. */
  private async follow(path: string, toTheEnd: boolean): Promise<string> {
    const passed: string[] = [];
    const ahead = namesOf(normalize(`/${path}`));
    let followed = 0;
    for (let name = ahead.pop(); name !== undefined; name = ahead.pop()) {
      // Only targets of links have it: it leads up from where the link before it led, but not above the root.
      if (name === "..") {
        passed.pop();
        continue;
      }
      passed.push(name);
      if (ahead.length === 0 && !toTheEnd) break;
      const place = this.bytesAt(`/${passed.join("/")}`);
      const target = await readlink(place, { encoding: "buffer" }).catch(() => undefined);
      if (target === undefined) continue;
      followed += 1;
      if (followed > linkLimit)
        throw new DebootcError("layout-impossible", `${path}: too many symbolic links`);
      passed.pop();
      const text = escapedName(target);
      if (text.startsWith("/")) passed.length = 0;
      ahead.push(...namesOf(text));
    }
    return `/${passed.join("/")}`;
  }
}

/** Linux follows at most this many. */
const linkLimit = 40;

/** Splits a path into names, the first one at the end of the list. */
function namesOf(path: string): string[] {
  return path
    .split("/")
    .filter((name) => name !== "" && name !== ".")
    .reverse();
}

function undefinedIfMissing(error: unknown): undefined {
  if (!isMissing(error)) throw error;
}

/** A socket cannot be opened at all, and a link to itself leads nowhere. */
function undefinedIfUnfit(error: unknown): undefined {
  if (error instanceof DebootcError && error.code === "layout-impossible") return;
  if (!hasErrno(error, "ENOENT", "ENOTDIR", "ENXIO", "ELOOP")) throw error;
}

function isMissing(error: unknown): boolean {
  const code = (error as NodeJS.ErrnoException).code;
  return code === "ENOENT" || code === "ENOTDIR";
}
