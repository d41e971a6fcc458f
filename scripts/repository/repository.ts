import { run } from "@debootc/tools/run";
import { readFile, stat } from "node:fs/promises";
import { fileURLToPath } from "node:url";

/** Names the checkout, absolute and without a slash at its end. */
export const repository = fileURLToPath(new URL("../..", import.meta.url)).replace(/\/$/, "");

/** Returns every file that is, or would be, committed; relative to the checkout. */
export async function repositoryFiles(): Promise<string[]> {
  const { stdout } = await run({
    tool: "git",
    // A checkout of another owner, as in a container, is no danger to a command that only lists.
    args: [
      "-c",
      `safe.directory=${repository}`,
      "ls-files",
      "--cached",
      "--others",
      "--exclude-standard",
      "-z",
    ],
    cwd: repository,
  });
  const present = await Promise.all(stdout.split("\0").filter(Boolean).map(keepIfThere));
  return [...new Set(present.flat())].toSorted();
}

export async function readText(path: string): Promise<string> {
  return await readFile(`${repository}/${path}`, "utf8");
}

async function keepIfThere(path: string): Promise<string[]> {
  return await stat(`${repository}/${path}`).then(
    (found) => (found.isFile() ? [path] : []),
    () => [],
  );
}
