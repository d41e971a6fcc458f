import { DebootcError } from "@debootc/core/error/debootc-error";
import type { RootDirectory } from "../../tree/root-directory.ts";

const modules = "/usr/lib/modules";

/**
 * Puts the kernel beside its modules, where bootc and ostree look for it, and empties /boot. Answers with the
 * kernel's release, or undefined for a tree without one. Throws `layout-impossible` for more than one.
 */
export async function settleKernel(root: RootDirectory): Promise<string | undefined> {
  const releases: string[] = [];
  for (const release of await root.list(modules)) {
    const beside = `${modules}/${release}/vmlinuz`;
    if (!(await root.exists(beside)) && (await root.exists(`/boot/vmlinuz-${release}`))) {
      await root.move(`/boot/vmlinuz-${release}`, beside);
    }
    if (await root.exists(beside)) releases.push(release);
  }
  if (releases.length > 1) {
    throw new DebootcError(
      "layout-impossible",
      `the image has ${releases.length} kernels: ${releases.join(", ")}`,
      {
        hint: "An image boots one kernel: keep one linux-image package in packages.",
      },
    );
  }
  await root.empty("/boot");
  for (const link of ["/vmlinuz", "/vmlinuz.old", "/initrd.img", "/initrd.img.old"]) await root.remove(link);
  return releases[0];
}
