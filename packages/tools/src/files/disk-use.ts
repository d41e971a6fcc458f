import { statfs } from "node:fs/promises";
import { run } from "../run.ts";

/** Bytes that a tree takes on its disk: holes of files are none, and a file with several names is one. */
export async function treeBytes(directory: string, signal?: AbortSignal): Promise<number> {
  const { stdout } = await run({
    tool: "du",
    args: ["--summarize", "--block-size=1", "--one-file-system", "--", directory],
    // What goes while it looks makes it end with 1, and the sum is told all the same.
    accept: [0, 1],
    ...(signal === undefined ? {} : { signal }),
  });
  return Number(/^[0-9]+/.exec(stdout)?.[0] ?? 0);
}

/** Bytes that can still be written into the file system of a directory. */
export async function freeBytes(directory: string): Promise<number> {
  const { bavail, bsize } = await statfs(directory);
  return bavail * bsize;
}
