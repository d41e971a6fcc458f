import { run } from "../run.ts";
import { type Bind, boundTool } from "../sandbox/sandbox.ts";
import { readdir, rm, truncate, writeFile } from "node:fs/promises";
import { basename, dirname, join } from "node:path";

interface FatImage {
  /** The image to write; one that is there is replaced. */
  readonly file: string;
  readonly sizeMiB: number;
  /** At most 11 characters. */
  readonly label: string;
  /** Eight hexadecimal digits. */
  readonly volumeId: string;
  /** What stands in it becomes the content. */
  readonly directory: string;
  /** Seconds: the time of all files. */
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
        // mtools writes local times of now, unless it is told otherwise.
        { binds, env: { SOURCE_DATE_EPOCH: String(timestamp), TZ: "UTC0", MTOOLS_SKIP_CHECK: "1" } },
      ),
    );
  await tool("mkfs.fat", ["-F", "32", "--invariant", "-i", volumeId, "-n", label, inside]);
  const names = (await readdir(directory)).sort().map((name) => join("/tree", name));
  // -s: with all below; -Q: an error ends it; -n: asks nothing.
  await tool("mcopy", ["-s", "-Q", "-n", "-i", inside, ...names, "::"]);
}
