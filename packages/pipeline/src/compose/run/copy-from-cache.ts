import { run } from "@debootc/tools/run";
import { mkdir } from "node:fs/promises";
import { dirname } from "node:path";

/**
 * Copies a tree out of the cache to a path that must not exist, with shared blocks where the file system can
 * (reflinks), never with shared files: a tool that writes into one compose in place must change neither the cache nor
 * another compose. By cp, because a repository has ten thousand objects, and Node takes four times as long for them.
 */
export async function copyFromCache(source: string, target: string, signal: AbortSignal): Promise<void> {
  await mkdir(dirname(target), { recursive: true });
  await run({
    tool: "cp",
    args: ["--archive", "--reflink=auto", "--no-target-directory", "--", source, target],
    signal,
  });
}
