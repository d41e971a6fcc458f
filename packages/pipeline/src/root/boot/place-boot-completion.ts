import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { RootDirectory } from "../../tree/root-directory.ts";

const source = join(import.meta.dirname, "boot-completion");
const units = "/usr/lib/systemd/system";

const files: readonly { readonly file: string; readonly path: string; readonly mode?: number }[] = [
  { file: "boot-trial.sh", path: "/usr/lib/debootc/boot-trial", mode: 0o755 },
  { file: "debootc-boot-complete.service", path: `${units}/debootc-boot-complete.service` },
  { file: "debootc-boot-failed.service", path: `${units}/debootc-boot-failed.service` },
  { file: "debootc-boot-failed.timer", path: `${units}/debootc-boot-failed.timer` },
  { file: "boot-complete-target.conf", path: `${units}/boot-complete.target.d/10-debootc.conf` },
  { file: "emergency-service.conf", path: `${units}/emergency.service.d/10-debootc.conf` },
];

const wanted = [
  { by: "default.target", unit: "debootc-boot-complete.service" },
  { by: "sysinit.target", unit: "debootc-boot-failed.timer" },
];

/**
 * Puts the guest's part of boot counting into a root (docs/fallback.md): what marks boot entries as proven when they came up, and
 * ends a boot on trial that does not. Enabled by links in /usr, so that a local /etc neither loses nor keeps it. Does
 * nothing in a system that GRUB does not count, see `grubConfig`.
 */
export async function placeBootCompletion(root: RootDirectory): Promise<void> {
  for (const { file, path, mode } of files) {
    await root.writeFile(path, await readFile(join(source, file)), mode);
  }
  for (const { by, unit } of wanted) await root.makeLink(`${units}/${by}.wants/${unit}`, `../${unit}`);
}
