import { run } from "../run.ts";
import { type Bind, boundTool } from "../sandbox/sandbox.ts";
import { readdir, rm, truncate, writeFile } from "node:fs/promises";
import { basename, dirname, join, relative } from "node:path";

interface FatImage {
  /** The image to write; an existing one is replaced. */
  readonly file: string;
  readonly sizeMiB: number;
  /** At most 11 characters. */
  readonly label: string;
  /** Eight hexadecimal digits. */
  readonly volumeId: string;
  /** Its content becomes the content of the file system. */
  readonly directory: string;
  /** Modification time of all files, in seconds. */
  readonly timestamp: number;
  readonly signal: AbortSignal;
}

/** Writes a directory as a FAT32 image with mkfs.fat and mtools, without a mount: the same bytes for the same files. */
export async function makeFatImage(image: FatImage): Promise<void> {
  const { file, sizeMiB, label, volumeId, directory, timestamp, signal } = image;
  await rm(file, { force: true });
  await writeFile(file, "");
  await truncate(file, sizeMiB * 1024 * 1024);
  const inside = `/image/${basename(file)}`;
  const binds: Bind[] = [
    { source: dirname(file), target: "/image", writable: true },
    { source: directory, target: "/tree" },
  ];
  const tool = (name: string, args: readonly string[]) =>
    run(
      boundTool(
        { tool: name, args, signal },
        // By default mtools writes the current local time.
        { binds, env: { SOURCE_DATE_EPOCH: String(timestamp), TZ: "UTC0", MTOOLS_SKIP_CHECK: "1" } },
      ),
    );
  await tool("mkfs.fat", ["-F", "32", "--invariant", "-i", volumeId, "-n", label, inside]);
  const content = await sortedContent(directory);
  const directories = content.filter((entry) => entry.isDirectory).map(({ path }) => `::${path}`);
  if (directories.length > 0) await tool("mmd", ["-i", inside, ...directories]);
  // One by one: mcopy takes the files of a directory in the order in which its file system lists them. -Q: stop at the
  // first error; -n: ask nothing.
  for (const { path, isDirectory } of content)
    if (!isDirectory) await tool("mcopy", ["-Q", "-n", "-i", inside, `/tree${path}`, `::${path}`]);
}

/** Lists what is in a directory, by code points, each directory before its content. */
async function sortedContent(directory: string) {
  const entries = await readdir(directory, { recursive: true, withFileTypes: true });
  return entries
    .map((entry) => ({
      path: `/${relative(directory, join(entry.parentPath, entry.name))}`,
      isDirectory: entry.isDirectory(),
    }))
    .sort((a, b) => (a.path < b.path ? -1 : 1));
}
