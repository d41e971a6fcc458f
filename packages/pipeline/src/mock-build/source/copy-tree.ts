import { DebootcError } from "@debootc/core/error/debootc-error";
import { printableName, escapedName } from "@debootc/core/tar/escaped-name";
import { bytesPath } from "@debootc/tools/files/bytes-path";
import { constants, type Stats } from "node:fs";
import { chmod, copyFile, lstat, lutimes, mkdir, readdir, readlink, symlink, utimes } from "node:fs/promises";

/** Directories of version control, which dpkg-source does not use; some of them contain secrets. */
const notOurs: ReadonlySet<string> = new Set([".git", ".hg", ".svn", ".bzr", "CVS", "_darcs"]);

/**
 * Copies a source tree: files, directories and links as links, with their modes and times, but without version control
 * at its top. Names may be any bytes. `onFile` hears of each file. Throws `source-invalid` for anything else, such as a device or a pipe.
 */
export async function copyTree(
  from: string,
  to: string,
  signal: AbortSignal,
  onFile: (file: Buffer, stat: Stats) => Promise<void> = async () => {},
): Promise<void> {
  await copyDirectory(from, to, { signal, onFile }, notOurs);
}

async function copyDirectory(
  from: string | Buffer,
  to: string | Buffer,
  wish: { readonly signal: AbortSignal; readonly onFile: (file: Buffer, stat: Stats) => Promise<void> },
  except: ReadonlySet<string> = new Set(),
): Promise<void> {
  wish.signal.throwIfAborted();
  const stat = await lstat(from);
  await mkdir(to);
  for (const name of await readdir(from, { encoding: "buffer" })) {
    if (except.has(name.toString())) continue;
    const [source, target] = [bytesPath(from, name), bytesPath(to, name)];
    const entry = await lstat(source);
    if (entry.isDirectory()) await copyDirectory(source, target, wish);
    else if (entry.isSymbolicLink()) {
      await symlink(await readlink(source, { encoding: "buffer" }), target);
      await lutimes(target, entry.atime, entry.mtime);
    } else if (entry.isFile()) {
      await copyFile(source, target, constants.COPYFILE_FICLONE);
      await wish.onFile(source, entry);
      await chmod(target, (entry.mode & 0o777) | 0o600);
      await utimes(target, entry.atime, entry.mtime);
    } else {
      throw new DebootcError(
        "source-invalid",
        `${printableName(escapedName(source))} is not a file, directory or link`,
        {
          hint: "A source package cannot contain devices, pipes or sockets: remove it.",
        },
      );
    }
  }
  await chmod(to, (stat.mode & 0o777) | 0o700);
  await utimes(to, stat.atime, stat.mtime);
}
