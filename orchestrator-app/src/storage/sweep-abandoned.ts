import { namesIn } from "@debootc/tools/files/paths";
import { readdir, rm, stat } from "node:fs/promises";
import { join } from "node:path";

/** Removes what is in a directory, and was written last before a moment: what hubs that were killed had begun. */
export async function sweepAbandoned(directory: string, before: Date): Promise<void> {
  for (const name of await namesIn(directory)) {
    const path = join(directory, name);
    if ((await writtenLast(path)) < before.getTime()) await rm(path, { recursive: true, force: true });
  }
}

/** A directory does not get younger when a file in it grows. What has gone meanwhile is nobody's. */
async function writtenLast(path: string): Promise<number> {
  const within = await readdir(path, { recursive: true }).catch(() => []);
  const paths = [path, ...within.map((name) => join(path, name))];
  const times = await Promise.all(
    paths.map((one) =>
      stat(one).then(
        ({ mtimeMs }) => mtimeMs,
        () => 0,
      ),
    ),
  );
  return Math.max(...times);
}
