import { DebootcError } from "@debootc/core/error/debootc-error";
import type { ResolvedTreefile } from "@debootc/core/treefile/resolved-treefile";
import type { RootDirectory } from "./root-directory.ts";

/** Copies the treefile's own files into the root, owned by root, with the modes they have on disk. */
export async function addFiles(root: RootDirectory, files: ResolvedTreefile["addFiles"]): Promise<void> {
  for (const { source, target } of files) {
    try {
      await root.copyIn(source, target);
    } catch (error) {
      throw new DebootcError(
        "add-file-missing",
        `add-files: ${source} cannot be copied to ${target}: ${(error as Error).message}`,
        {
          hint: "The source is looked for beside the treefile that names it.",
          cause: error,
        },
      );
    }
  }
}
