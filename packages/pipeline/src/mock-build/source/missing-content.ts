import { isLfsPointer, largestLfsPointer } from "@debootc/core/source-package/lfs-pointer";
import { escapedName, printableName } from "@debootc/core/tar/escaped-name";
import type { Stats } from "node:fs";
import { lstat, readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import type { OperationContext } from "../../worker/operation-context.ts";
import type { SourceTree } from "./read-tree.ts";
import { namesOf } from "./submodules.ts";

/** Collects the files of a tree that are pointers of Git LFS, while it is copied. */
export function lfsPointers(tree: string) {
  const found: string[] = [];
  const top = Buffer.byteLength(tree) + 1;
  const look = async (file: Buffer, { size }: Stats): Promise<void> => {
    if (size >= largestLfsPointer || size < shortest) return;
    if (isLfsPointer(await readFile(file, "utf8")))
      found.push(printableName(escapedName(file.subarray(top))));
  };
  return { found, look };
}

/** In bytes; less than any pointer has. */
const shortest = 100;

/** Names the pointers of Git LFS that become part of a source package in the place of the files that they stand for. */
export function warnOfPointers(
  { name }: SourceTree,
  found: readonly string[],
  { report }: Pick<OperationContext, "report">,
): void {
  if (found.length === 0) return;
  report({
    type: "diagnostic",
    diagnostic: {
      severity: "warning",
      code: "lfs-pointers",
      message: `${name.origin} has pointers of Git LFS in the place of files: ${namesOf(found.toSorted())}`,
      hint: "debootc does not fetch from LFS servers: run git lfs pull in a clone, and build that directory.",
    },
  });
}

/** Names the submodules that a directory of the user does not have, by its .gitmodules. */
export async function warnOfEmptySubmodules(
  { path, name }: SourceTree,
  { report }: Pick<OperationContext, "report">,
): Promise<void> {
  const empty: string[] = [];
  for (const submodule of await submodulePaths(path))
    if (await isEmptyDirectory(join(path, submodule))) empty.push(submodule);
  if (empty.length === 0) return;
  report({
    type: "diagnostic",
    diagnostic: {
      severity: "warning",
      code: "submodules-left-out",
      message: `${name.origin} has submodules that are not checked out: ${namesOf(empty)} will be empty in the source package`,
      hint: "If the package needs them, run git submodule update --init --recursive first.",
    },
  });
}

async function submodulePaths(tree: string): Promise<string[]> {
  const file = join(tree, ".gitmodules");
  const isFile = await lstat(file).then(
    (stat) => stat.isFile(),
    () => false,
  );
  if (!isFile) return [];
  return (await readFile(file, "utf8"))
    .split("\n")
    .flatMap((line) => /^\s*path\s*=\s*(.*?)\s*$/.exec(line)?.[1] ?? [])
    .filter((path) => !path.startsWith("/") && !path.split("/").includes(".."));
}

async function isEmptyDirectory(path: string): Promise<boolean> {
  return readdir(path).then(
    (names) => names.length === 0,
    () => false,
  );
}
