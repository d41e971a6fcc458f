import { DebootcError } from "@debootc/core/error/debootc-error";
import type { Diagnostic } from "@debootc/core/event/diagnostic";
import type { ResolvedTreefile } from "@debootc/core/treefile/resolved-treefile";
import type { RootDirectory } from "./root-directory.ts";

/** Copies the treefile's own files into the root, owned by root, with the modes they have on disk. */
export async function addFiles(root: RootDirectory, files: ResolvedTreefile["addFiles"]): Promise<void> {
  const diagnostics: Diagnostic[] = [];
  for (const { source, target, origin } of files) {
    try {
      await root.copyIn(source, target);
    } catch (error) {
      diagnostics.push({
        severity: "error",
        code: "add-file-missing",
        ...origin,
        key: "add-files",
        message: `the file cannot be put there: ${(error as Error).message}`,
        given: target,
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
