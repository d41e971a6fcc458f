import { writable } from "@debootc/tools/files/writable";
import { chmod, mkdir, stat } from "node:fs/promises";

/** Makes a directory, unless it is there, that nobody else can reach: roots below it have programs with set-id bits. */
export async function closeToOthers(directory: string): Promise<void> {
  await writable(directory, () => mkdir(directory, { recursive: true, mode: 0o700 }));
  const { mode, uid } = await stat(directory);
  if ((mode & 0o077) !== 0 && uid === process.getuid?.()) await chmod(directory, 0o700);
}
