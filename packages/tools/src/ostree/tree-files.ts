import { createWriteStream } from "node:fs";
import { pipeline } from "node:stream/promises";
import { run, runStream } from "../run.ts";

/** Returns whether a commit has something at a path. */
export async function treeHas(repo: string, commit: string, path: string): Promise<boolean> {
  const args = [`--repo=${repo}`, "ls", commit, path];
  return (await run({ tool: "ostree", args, accept: [0, 1] })).exitCode === 0;
}

/** Writes the content of a file of a commit into a file of this machine. */
export async function copyTreeFile(
  { repo, commit, path }: { readonly repo: string; readonly commit: string; readonly path: string },
  file: string,
  signal: AbortSignal,
): Promise<void> {
  const running = runStream({ tool: "ostree", args: [`--repo=${repo}`, "cat", commit, path], signal });
  await pipeline(running.stdout, createWriteStream(file));
  await running.done;
}
