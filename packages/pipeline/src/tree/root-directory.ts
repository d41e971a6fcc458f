import { DebootcError } from "@debootc/core/error/debootc-error";
import type { Stats } from "node:fs";
import {
  chmod,
  cp,
  lchown,
  lstat,
  mkdir,
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
 * resolved link by link, as chroot would, and nothing outside can be reached. Paths are absolute, with the root as `/`.
 * Nothing else may change the tree at the same time.
 */
export class RootDirectory {
  readonly path: string;

  constructor(path: string) {
    this.path = path;
  }

  /** Returns the host's path of an entry, its parents resolved inside the root; the entry may be a link or missing. */
  async hostPath(path: string): Promise<string> {
    return join(this.path, await this.resolveEntry(path));
  }

  /** Follows all links of a path and returns where it leads, as a path inside the root. */
  async resolve(path: string): Promise<string> {
    let current = await this.resolveEntry(path);
    for (let hops = 0; hops < 40; hops += 1) {
      const target = await readlink(join(this.path, current)).catch(() => undefined);
      if (target === undefined) return current;
      current = await this.resolveEntry(target.startsWith("/") ? target : join(dirname(current), target));
    }
    throw new DebootcError("layout-impossible", `${path}: too many symbolic links`);
  }

  async stat(path: string): Promise<Stats | undefined> {
    try {
      return await lstat(await this.hostPath(path));
    } catch (error) {
      if (isMissing(error)) return undefined;
      throw error;
    }
  }

  async exists(path: string): Promise<boolean> {
    return (await this.stat(path)) !== undefined;
  }

  /** Reads the text of a file, following links inside the root; returns undefined when there is none. */
  async readText(path: string): Promise<string | undefined> {
    try {
      return await readFile(join(this.path, await this.resolve(path)), "utf8");
    } catch (error) {
      if (isMissing(error)) return undefined;
      throw error;
    }
  }

  /** Returns the names in a directory, sorted; none when it is missing. */
  async list(path: string): Promise<string[]> {
    try {
      return (await readdir(join(this.path, await this.resolve(path)))).sort();
    } catch (error) {
      if (isMissing(error)) return [];
      throw error;
    }
  }

  async readLink(path: string): Promise<string> {
    return readlink(await this.hostPath(path));
  }

  /** Makes a directory and its parents, following links of the root. */
  async makeDirectory(path: string, mode = 0o755): Promise<void> {
    const resolved = await this.resolve(path);
    if (resolved === "/" || (await this.exists(resolved))) return;
    await this.makeDirectory(dirname(resolved));
    const target = join(this.path, resolved);
    await mkdir(target, { mode });
    await chmod(target, mode);
  }

  /** Writes a file in place of any existing entry, which is not followed. */
  async writeFile(path: string, content: string | Uint8Array, mode = 0o644): Promise<void> {
    await this.makeDirectory(dirname(path));
    await this.remove(path);
    const target = await this.hostPath(path);
    await writeFile(target, content, { mode });
    await chmod(target, mode);
  }

  /** Changes the text of a file and keeps its owner and mode. */
  async rewriteFile(path: string, content: string): Promise<void> {
    await writeFile(join(this.path, await this.resolve(path)), content);
  }

  async setMode(path: string, mode: number): Promise<void> {
    await chmod(join(this.path, await this.resolve(path)), mode);
  }

  async makeLink(path: string, target: string): Promise<void> {
    await this.makeDirectory(dirname(path));
    await this.remove(path);
    await symlink(target, await this.hostPath(path));
  }

  async remove(path: string): Promise<void> {
    await rm(await this.hostPath(path), { recursive: true, force: true });
  }

  /** Removes the content of a directory and keeps the directory. */
  async empty(path: string): Promise<void> {
    for (const name of await this.list(path)) await this.remove(join(path, name));
  }

  async move(from: string, to: string): Promise<void> {
    await this.makeDirectory(dirname(to));
    await rename(await this.hostPath(from), await this.hostPath(to));
  }

  /** Copies a file or link of the host into the root, in place of any existing entry but a directory. */
  async copyIn(source: string, path: string): Promise<void> {
    await this.makeDirectory(dirname(path));
    if ((await this.stat(path))?.isDirectory() === false) await this.remove(path);
    await cp(source, await this.hostPath(path), { verbatimSymlinks: true, preserveTimestamps: false });
  }

  /** Gives an entry, which may be a link, to a user and a group; a mode has to be set after that, not before. */
  async setOwner(path: string, uid: number, gid: number): Promise<void> {
    await lchown(await this.hostPath(path), uid, gid);
  }

  /** Yields every entry below a directory, parents first, names sorted; links are not followed. */
  async *walk(path: string): AsyncGenerator<{ path: string; stat: Stats }> {
    for (const name of await this.list(path)) {
      const entry = join(path, name);
      const stat = await this.stat(entry);
      if (!stat) continue;
      yield { path: entry, stat };
      if (stat.isDirectory()) yield* this.walk(entry);
    }
  }

  private async resolveEntry(path: string): Promise<string> {
    const parts = normalize(`/${path}`).split("/").filter(Boolean);
    let current = "/";
    for (const [index, part] of parts.entries()) {
      current = join(current, part);
      if (index < parts.length - 1) current = await this.resolve(current);
    }
    return current;
  }
}

function isMissing(error: unknown): boolean {
  const code = (error as NodeJS.ErrnoException).code;
  return code === "ENOENT" || code === "ENOTDIR";
}
