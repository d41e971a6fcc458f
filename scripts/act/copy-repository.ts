import { run } from "@debootc/tools/run";
import { lstatSync } from "node:fs";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { withOwnReferences } from "../release/own-references.ts";

/** How many names one command line takes for sure. */
const atOnce = 1000;

/**
 * Copies the files of a repository that are committed or could be, makes a repository of the copy, and writes out what
 * its actions and workflows refer to in their own repository.
 */
export async function copyRepository(source: string, target: string, version: string): Promise<void> {
  await mkdir(target, { recursive: true });
  const git = (directory: string, ...args: readonly string[]) =>
    run({ tool: "git", args: ["-c", `safe.directory=${directory}`, ...args], cwd: directory });
  const { stdout } = await git(source, "ls-files", "--cached", "--others", "--exclude-standard", "-z");
  const paths = [...new Set(stdout.split("\0").filter(Boolean))].filter((path) =>
    isThere(join(source, path)),
  );
  for (let start = 0; start < paths.length; start += atOnce) {
    const some = paths.slice(start, start + atOnce);
    const args = ["--archive", "--parents", "--target-directory", target, "--", ...some];
    await run({ tool: "cp", args, cwd: source });
  }
  for (const path of paths.filter((one) => /(^|\/)action[.]ya?ml$|^[.]github\/workflows\//.test(one))) {
    const copy = join(target, path);
    await writeFile(copy, withOwnReferences(await readFile(copy, "utf8"), version));
  }
  const author = ["-c", "user.name=act", "-c", "user.email=act@localhost"];
  await git(target, "init", "--quiet", "--initial-branch", "main");
  await git(target, "remote", "add", "origin", "https://github.com/debootc/compose");
  // All blobs in one pack rather than in a file each, of which every job would get a copy.
  await git(target, "-c", "core.bigFileThreshold=1", "add", "--all", "--force");
  await git(target, ...author, "commit", "--quiet", "--message", "as it is on this machine");
}

/** A file may be in the index and yet be gone. */
function isThere(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false }) !== undefined;
}
