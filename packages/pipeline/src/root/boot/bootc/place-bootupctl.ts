import { grubBlsConfig } from "@debootc/core/disk/grub-bls-config";
import { grubConfig } from "@debootc/core/disk/grub-config";
import { grubEnvironment } from "@debootc/core/disk/grub-environment";
import { trialArguments } from "@debootc/core/disk/trial-arguments";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { RootDirectory } from "../../../tree/root-directory.ts";
import { hasBootc } from "./has-bootc.ts";

const script = join(import.meta.dirname, "bootupctl.sh");
/** bootc takes GRUB for the boot loader of a tree that has this, and looks at nothing in it. */
const updates = "/usr/lib/bootupd/updates";
const ofBootupd = ["/usr/bin/bootupctl", "/usr/libexec/bootupd"];
/** Stands for what is known only when the disk is there. */
const rootUuid = "@ROOT_UUID@";

interface BootLoaderOptions {
  /** As in `grubConfig`. */
  readonly tries: number;
  readonly serial: boolean;
  /** Whether the tree's GRUB reads entries of the Boot Loader Specification. */
  readonly bls: boolean;
}

/**
 * Puts what `bootc install` calls of bootupd into a root that has bootc and no bootupd (docs/adr/0014), and what that needs for
 * the system to boot like one of a debootc disk. Does nothing in other roots.
 */
export async function placeBootupctl(
  root: RootDirectory,
  { tries, serial, bls }: BootLoaderOptions,
): Promise<void> {
  if (!(await hasBootc(root))) return;
  for (const path of ofBootupd) if (await root.exists(path)) return;
  await root.writeFile("/usr/bin/bootupctl", await readFile(script), 0o755);
  await root.writeFile(`${updates}/grub.cfg`, grubConfig({ rootUuid, tries, serial }));
  await root.writeFile(`${updates}/grubenv`, grubEnvironment({}));
  await root.writeFile(`${updates}/trial-arguments`, tries > 0 ? `${trialArguments.join("\n")}\n` : "");
  if (bls) await root.writeFile(`${updates}/grub-bls.cfg`, grubBlsConfig({ rootUuid, serial }));
}
