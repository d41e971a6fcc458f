import { shellWord } from "@debootc/core/text/shell-word";
import { programName } from "../../screen/program-name.ts";

/** What a shell in a chroot takes besides its name. */
export interface ChrootAccess {
  /** Who asks is root, who alone can enter one. */
  readonly isRoot: boolean;
  /** Given where the command would look into another cache without it. */
  readonly cacheDir?: string | undefined;
}

/** The command that opens a shell in the root of a failed build, as the user that built. */
export function enterCommand(chroot: string, { isRoot, cacheDir }: ChrootAccess): string {
  return [
    ...(isRoot ? [] : ["sudo"]),
    ...[programName, "chroot", "shell", chroot, "--user", "builder"],
    ...(cacheDir === undefined ? [] : ["--cache-dir", shellWord(cacheDir)]),
  ].join(" ");
}
