import { run } from "@debootc/tools/run";
import { cp, mkdir, readFile, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { withOwnReferences } from "../release/own-references.ts";

/**
 * Copies the files of a repository that are committed or could be, makes a repository of the copy, and writes out what
 * its actions and workflows refer to in their own repository.
 */
export async function copyRepository(source: string, target: string, version: string): Promise<void> {
  await mkdir(target, { recursive: true });
  const git = (directory: string, ...args: readonly string[]) =>
    run({ tool: "git", args: ["-c", `safe.directory=${directory}`, ...args], cwd: directory });
  const { stdout } = await git(source, "ls-files", "--cached", "--others", "--exclude-standard", "-z");
  for (const path of new Set(stdout.split("\0").filter(Boolean))) {
    const copy = join(target, path);
    await mkdir(dirname(copy), { recursive: true });
    // A file may be in the index and yet be gone.
    await cp(join(source, path), copy, { verbatimSymlinks: true }).catch(() => {});
    if (!/(^|\/)action[.]ya?ml$|^[.]github\/workflows\//.test(path)) continue;
    await writeFile(copy, withOwnReferences(await readFile(copy, "utf8"), version));
  }
  const author = ["-c", "user.name=act", "-c", "user.email=act@localhost"];
  await git(target, "init", "--quiet", "--initial-branch", "main");
  await git(target, "remote", "add", "origin", "https://github.com/debootc/compose");
  await git(target, "add", "--all", "--force");
  await git(target, ...author, "commit", "--quiet", "--message", "as it is on this machine");
}
