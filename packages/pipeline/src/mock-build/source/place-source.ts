import type { SourceArgument } from "@debootc/core/debian/source-argument";
import type { PlacedSource } from "@debootc/core/source-package/source-package";
import { resolve } from "node:path";
import type { OperationContext } from "../../worker/operation-context.ts";
import { placeArchive } from "./place-archive.ts";
import { placeDirectory } from "./place-directory.ts";
import { placeDsc } from "./place-dsc.ts";
import { placeGit } from "./place-git.ts";
import type { SourceSetting } from "./source-setting.ts";

/**
 * Brings a source package, however it was named, as a verified .dsc with all its files into one fresh directory. The
 * user's own files are only read. Throws `source-invalid`, `trust-refused`, `usage`, `mirror-unreachable`,
 * `results-unwritable` and `cancelled`.
 */
export async function placeSource(
  argument: SourceArgument,
  setting: SourceSetting,
  context: OperationContext,
): Promise<PlacedSource> {
  const { currentDirectory } = setting;
  switch (argument.kind) {
    case "dsc":
      return placeDsc({ ...setting, path: resolve(currentDirectory, argument.path) }, context);
    case "directory":
      return placeDirectory(
        { path: resolve(currentDirectory, argument.path), origin: argument.path },
        setting,
        context,
      );
    case "git":
      return placeGit(argument, setting, context);
    case "archive":
      return placeArchive(argument, setting, context);
  }
}
