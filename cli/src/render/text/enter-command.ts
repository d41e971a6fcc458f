import { shellWord } from "@debootc/core/text/shell-word";
import { programName } from "../../screen/program-name.ts";

/** Holds what the command for a shell in a chroot needs besides the name. */
export interface ChrootAccess {
  /** Whether the user is root, since only root can enter a chroot. */
  readonly isRoot: boolean;
  /** Set if the command would otherwise look in another cache. */
  readonly cacheDir?: string | undefined;
}

/** Returns the command that opens a shell in the root of a failed build, as the user that built. */
export function enterCommand(chroot: string, { isRoot, cacheDir }: ChrootAccess): string {
  return [
    ...(isRoot ? [] : ["sudo"]),
    ...[programName, "chroot", "shell", chroot, "--user", "builder"],
    ...(cacheDir === undefined ? [] : ["--cache-dir", shellWord(cacheDir)]),
  ].join(" ");
}
