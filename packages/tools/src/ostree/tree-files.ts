import { createWriteStream } from "node:fs";
import { pipeline } from "node:stream/promises";
import { type Command, type Outcome, run, runStream } from "../run.ts";
import { saidByTool } from "../tool-error.ts";

interface TreePath {
  readonly repo: string;
  readonly commit: string;
  readonly path: string;
}

/** Returns whether a commit has something at a path. A repository or a commit that cannot be read is thrown. */
export async function treeHas(
  { repo, commit, path }: TreePath,
  start: (command: Command) => Promise<Outcome> = run,
): Promise<boolean> {
  try {
    await start({ tool: "ostree", args: [`--repo=${repo}`, "ls", commit, path] });
    return true;
  } catch (error) {
    if (absent.test(saidByTool(error) ?? "")) return false;
    throw error;
  }
}

/** How ostree says that a tree has nothing at a path: its exit status is that of any other failure. */
const absent = /^error: Inspecting path '[^\n]*': (?:No such file or directory|Not a directory)/m;

/** Writes the content of a file of a commit into a file of this machine. */
export async function copyTreeFile(
  { repo, commit, path }: TreePath,
  file: string,
  signal: AbortSignal,
): Promise<void> {
  const running = runStream({ tool: "ostree", args: [`--repo=${repo}`, "cat", commit, path], signal });
  await pipeline(running.stdout, createWriteStream(file));
  await running.done;
}
