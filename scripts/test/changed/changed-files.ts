import { run } from "@debootc/tools/run";
import { readText, repository, repositoryFiles } from "../../repository/repository.ts";
import type { Texts } from "./import-closure.ts";

/**
 * Returns the files that differ from where this branch left `commit`: committed since, not committed yet, or not known
 * to git. One that was moved counts by both names.
 */
export async function changedFiles(commit: string): Promise<string[]> {
  const base = (await git("merge-base", commit, "HEAD")).trim();
  const texts = await Promise.all([
    git("diff", "--name-only", "--no-renames", "-z", base),
    git("ls-files", "--others", "--exclude-standard", "-z"),
  ]);
  return [...new Set(texts.flatMap((text) => text.split("\0").filter(Boolean)))].toSorted();
}

/** Returns the text of every file that decides what a scenario reaches. */
export async function readTexts(): Promise<Texts> {
  const paths = (await repositoryFiles()).filter((path) => /[.](ts|sh|yaml)$/.test(path));
  return new Map(await Promise.all(paths.map(async (path) => [path, await readText(path)] as const)));
}

async function git(...args: readonly string[]): Promise<string> {
  // A checkout of another owner, as in a container, is no danger to a command that only looks.
  const { stdout } = await run({
    tool: "git",
    args: ["-c", `safe.directory=${repository}`, ...args],
    cwd: repository,
  });
  return stdout;
}
