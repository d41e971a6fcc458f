import type { SourceArgument } from "@debootc/core/debian/source-argument";
import type { PlacedSource } from "@debootc/core/source-package/source-package";
import type { OperationContext } from "../../worker/operation-context.ts";
import { placeArchive } from "./place-archive.ts";
import { placeDirectory } from "./place-directory.ts";
import { placeDsc } from "./place-dsc.ts";
import { placeGit } from "./place-git.ts";
import type { SourceSetting } from "./source-setting.ts";
import { directoryName } from "./tree-name.ts";

/**
 * Places a source package, however it was named, as a verified .dsc with all its files in one fresh directory. The
 * user's own files are only read. Throws `source-invalid`, `trust-refused`, `usage`, `mirror-unreachable`,
 * `results-unwritable` and `cancelled`.
 */
export async function placeSource(
  argument: SourceArgument,
  setting: SourceSetting,
  context: OperationContext,
): Promise<PlacedSource> {
  switch (argument.kind) {
    case "dsc":
      return placeDsc({ ...setting, path: argument.path }, context);
    case "directory":
      return placeDirectory(
        { path: argument.path, name: directoryName(argument.path, argument.given) },
        setting,
        context,
      );
    case "git":
      return placeGit(argument, setting, context);
    case "archive":
      return placeArchive(argument, setting, context);
  }
}
