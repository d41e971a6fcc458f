import { lstat, mkdir, mkdtemp, readFile, readlink, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { onTestFinished } from "vitest";
import type { DebootcError } from "@debootc/core/error/debootc-error";
import { RootDirectory } from "../tree/root-directory.ts";

/** Makes a small root for one test: files by path, a text that begins with `->` for a link, `/` at the end for a directory. */
export async function rootOf(files: Readonly<Record<string, string>>): Promise<RootDirectory> {
  const path = await mkdtemp(join(tmpdir(), "debootc-root-"));
  onTestFinished(() => rm(path, { recursive: true, force: true }));
  for (const [name, text] of Object.entries(files)) {
    const target = join(path, name);
    await mkdir(name.endsWith("/") ? target : dirname(target), { recursive: true });
    if (name.endsWith("/")) continue;
    await (text.startsWith("->") ? symlink(text.slice(2), target) : writeFile(target, text));
  }
  return new RootDirectory(path);
}

/** Returns every path of a root but directories that hold something, with the text of files and `->` for links. */
export async function contentOf(root: RootDirectory): Promise<Record<string, string>> {
  const found: Record<string, string> = {};
  for await (const { path, stat } of root.walk("/")) {
    const host = join(root.path, path);
    if (stat.isSymbolicLink()) found[path] = `->${await readlink(host)}`;
    else if (stat.isFile()) found[path] = await readFile(host, "utf8");
    else if ((await root.list(path)).length === 0) found[`${path}/`] = "";
  }
  return found;
}

/** Returns the mode of a path, in octal. */
export async function modeOf(root: RootDirectory, path: string): Promise<string> {
  return ((await lstat(join(root.path, path))).mode & 0o7777).toString(8);
}

/** Returns the error that a step ends with. */
export async function refusalOf(step: Promise<unknown>): Promise<DebootcError> {
  return step.then(
    () => expectRefusal(),
    (error: unknown) => error as DebootcError,
  );
}

function expectRefusal(): never {
  throw new Error("the step did not fail");
}

/** A place in a treefile. */
export const origin = { file: "/tree/system.yaml", line: 3, column: 5 };
