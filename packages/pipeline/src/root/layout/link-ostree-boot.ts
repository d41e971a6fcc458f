import { DebootcError } from "@debootc/core/error/debootc-error";
import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { link } from "node:fs/promises";
import type { RootDirectory } from "../../tree/root-directory.ts";

const ostreeBoot = "/usr/lib/ostree-boot";

/**
 * Gives kernel and initramfs, as hard links, the names under which an ostree from before 2017 looks for them:
 * `<name>-<SHA-256 of both, one after the other>` in /usr/lib/ostree-boot. Throws `layout-impossible`.
 */
export async function linkOstreeBoot(root: RootDirectory, kernel: string): Promise<void> {
  const modules = `/usr/lib/modules/${kernel}`;
  const files = [
    { from: `${modules}/vmlinuz`, name: `vmlinuz-${kernel}` },
    { from: `${modules}/initramfs.img`, name: `initramfs-${kernel}.img` },
  ];
  const hash = createHash("sha256");
  for (const { from } of files) {
    if ((await root.stat(from))?.isFile() !== true)
      throw new DebootcError(
        "layout-impossible",
        `${from} is not a file, so it cannot stand in ${ostreeBoot}`,
      );
    for await (const chunk of createReadStream(await root.hostPath(from))) hash.update(chunk as Uint8Array);
  }
  const checksum = hash.digest("hex");
  await root.makeDirectory(ostreeBoot);
  for (const { from, name } of files) {
    const to = `${ostreeBoot}/${name}-${checksum}`;
    await root.remove(to);
    await link(await root.hostPath(from), await root.hostPath(to));
  }
}
