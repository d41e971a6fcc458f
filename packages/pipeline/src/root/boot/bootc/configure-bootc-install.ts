import { trialArguments } from "@debootc/core/disk/trial-arguments";
import type { RootDirectory } from "../../../tree/root-directory.ts";
import { hasBootc } from "./has-bootc.ts";

const file = "/usr/lib/bootc/install/00-debootc.toml";

interface InstallOptions {
  readonly filesystem: "ext4";
  /** Whether the boot loader counts boots. */
  readonly counting: boolean;
}

/**
 * Tells `bootc install` what `disk` says, in a root that has bootc: without a file system it fails, unless its command line names
 * one. The treefile's kernel arguments are in kargs.d, which bootc reads as well. Later files of the directory win over this one,
 * and so does one of the treefile in its place.
 */
export async function configureBootcInstall(
  root: RootDirectory,
  { filesystem, counting }: InstallOptions,
): Promise<void> {
  if (!(await hasBootc(root)) || (await root.exists(file))) return;
  const list = trialArguments.map((argument) => JSON.stringify(argument)).join(", ");
  const lines = [
    "# From `disk` of the treefile.",
    ...(counting ? ["[install]", `kargs = [${list}]`, ""] : []),
    "[install.filesystem.root]",
    `type = ${JSON.stringify(filesystem)}`,
    "",
  ];
  await root.writeFile(file, lines.join("\n"));
}
