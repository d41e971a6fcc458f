import { statfs } from "node:fs/promises";
import { run } from "../run.ts";

/** Measures the bytes that a tree takes on disk: holes count nothing, and a file with several names counts once. */
export async function treeBytes(directory: string, signal?: AbortSignal): Promise<number> {
  const { stdout } = await run({
    tool: "du",
    args: ["--summarize", "--block-size=1", "--one-file-system", "--", directory],
    // Files that vanish meanwhile make du exit with 1, but it still prints the sum.
    accept: [0, 1],
    ...(signal === undefined ? {} : { signal }),
  });
  return Number(/^[0-9]+/.exec(stdout)?.[0] ?? 0);
}

/** Returns the bytes that can still be written to the file system of a directory. */
export async function freeBytes(directory: string): Promise<number> {
  const { bavail, bsize } = await statfs(directory);
  return bavail * bsize;
}
