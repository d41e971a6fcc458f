import { DebootcError } from "@debootc/core/error/debootc-error";
import { hasErrno, reasonOf } from "@debootc/tools/errno";
import { bytesPath } from "@debootc/tools/files/bytes-path";
import { constants } from "node:fs";
import {
  chmod,
  copyFile,
  lstat,
  lutimes,
  mkdir,
  readdir,
  readlink,
  rm,
  symlink,
  utimes,
} from "node:fs/promises";

/**
 * Copies files, directories and links over what is there, with their modes and times. Names may be any bytes, and a link
 * in the place of a file is replaced, not followed. Throws `usage` where something of another kind is.
 */
export async function copyOver(from: string | Buffer, to: string | Buffer): Promise<void> {
  const stat = await lstat(from);
  if (stat.isDirectory()) {
    await mkdir(to).catch(async (error: unknown) => {
      if (!hasErrno(error, "EEXIST") || !(await lstat(to)).isDirectory()) throw refusal(to, error);
    });
    for (const name of await readdir(from, { encoding: "buffer" }))
      await copyOver(bytesPath(from, name), bytesPath(to, name));
    await chmod(to, stat.mode & 0o7777);
    await utimes(to, stat.atime, stat.mtime);
    return;
  }
  await rm(to, { force: true }).catch((error: unknown) => {
    throw refusal(to, error);
  });
  if (stat.isSymbolicLink()) {
    await symlink(await readlink(from, { encoding: "buffer" }), to);
    await lutimes(to, stat.atime, stat.mtime);
    return;
  }
  await copyFile(from, to, constants.COPYFILE_FICLONE | constants.COPYFILE_EXCL);
  await chmod(to, stat.mode & 0o7777);
  await utimes(to, stat.atime, stat.mtime);
}

function refusal(to: string | Buffer, cause: unknown): DebootcError {
  return new DebootcError("usage", `${to.toString()} cannot be replaced: ${reasonOf(cause)}`, {
    hint: "Something of another kind is in its place: remove it, or copy to another directory.",
    cause,
  });
}
