import { DebootcError } from "@debootc/core/error/debootc-error";
import type { Diagnostic } from "@debootc/core/error/diagnostic";
import type { ResolvedTreefile } from "@debootc/core/treefile/resolved-treefile";
import { reasonOf } from "@debootc/tools/reason-of";
import { lstat } from "node:fs/promises";
import { dirname } from "node:path";
import type { RootDirectory } from "../tree/root-directory.ts";

type AddedFile = ResolvedTreefile["addFiles"][number];

/** Copies the treefile's own files into the root, owned by root, with the modes they have on disk. */
export async function addFiles(root: RootDirectory, files: readonly AddedFile[]): Promise<void> {
  const diagnostics: Diagnostic[] = [];
  for (const file of files) {
    try {
      await root.copyIn(file.source, file.target);
    } catch (error) {
      diagnostics.push({
        severity: "error",
        code: "add-file-missing",
        ...file.origin,
        key: "add-files",
        message: `the file cannot be put there: ${await obstacle(root, file, error)}`,
        given: file.target,
        hint: "Packages have made the place what it is: choose another one.",
      });
    }
  }
  if (diagnostics.length === 0) return;
  throw new DebootcError(
    "add-file-missing",
    `${diagnostics.length} of the treefile's files cannot be added`,
    {
      diagnostics,
    },
  );
}

/** What stands in the way, in paths of the image: those of the build say nothing to anybody. */
async function obstacle(root: RootDirectory, { source, target }: AddedFile, error: unknown): Promise<string> {
  for (let above = dirname(target); above !== "/"; above = dirname(above)) {
    const stat = await root.stat(await root.resolve(above));
    if (stat?.isDirectory() === false) return `${above} is not a directory in the image`;
  }
  const isDirectory = (await lstat(source)).isDirectory();
  if (!isDirectory && (await root.stat(target))?.isDirectory() === true)
    return `${target} is a directory in the image`;
  return reasonOf(error).replaceAll(root.path, "").replaceAll(source, "the file");
}
