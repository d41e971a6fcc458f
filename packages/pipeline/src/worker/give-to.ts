import { bytesPath } from "@debootc/tools/files/bytes-path";
import { lchown, lstat, readdir } from "node:fs/promises";

/** Makes a user the owner of a tree that root made; links are given, not followed. */
export async function giveTo(
  path: string | Buffer,
  owner: { readonly uid: number; readonly gid: number },
): Promise<void> {
  const stat = await lstat(path);
  if (stat.uid !== owner.uid || stat.gid !== owner.gid) await lchown(path, owner.uid, owner.gid);
  if (!stat.isDirectory()) return;
  for (const name of await readdir(path, { encoding: "buffer" })) await giveTo(bytesPath(path, name), owner);
}
