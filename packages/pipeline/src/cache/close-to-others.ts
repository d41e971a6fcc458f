import { requireDirectory } from "@debootc/tools/files/require-directory";
import { chmod, stat } from "node:fs/promises";

/** Makes a directory if missing, and closes it to other users: roots below it contain programs with set-id bits. */
export async function closeToOthers(directory: string): Promise<void> {
  await requireDirectory(directory, 0o700);
  const { mode, uid } = await stat(directory);
  if ((mode & 0o077) !== 0 && uid === process.getuid?.()) await chmod(directory, 0o700);
}
