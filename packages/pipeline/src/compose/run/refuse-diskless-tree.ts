import { DebootcError } from "@debootc/core/error/debootc-error";
import type { ResolvedTreefile } from "@debootc/core/treefile/resolved-treefile";

type Disk = NonNullable<ResolvedTreefile["disk"]>;

interface AskedDisk {
  readonly images: NonNullable<Disk["images"]>;
  readonly options: Disk;
}

/** Refuses to make the disk images that a treefile asks for of a tree without a kernel, at their place in the treefile. */
export function refuseDisklessTree(
  { disk }: Pick<ResolvedTreefile, "disk">,
  kernel: string | undefined,
): AskedDisk {
  const images = disk?.images;
  if (disk === undefined || images === undefined)
    throw new DebootcError("internal-fault", "a disk that nobody asked for");
  if (kernel !== undefined) return { images, options: disk };
  throw kernelless(images.origin);
}

/** Refuses the same before anything is built: a tree to whose packages no kernel belongs will have none. */
export function refuseKernellessDisk(
  { disk }: Pick<ResolvedTreefile, "disk">,
  packages: readonly { readonly name: string }[],
): void {
  const images = disk?.images;
  // Who builds a kernel gives the package another name, but hardly one without either of these words.
  if (images === undefined || packages.some(({ name }) => /^linux-image|kernel/.test(name))) return;
  throw kernelless(images.origin);
}

function kernelless(origin: AskedDisk["images"]["origin"]): DebootcError {
  const message = "the tree has no kernel, so no disk of it can boot";
  return new DebootcError("boot-unsupported", "cannot make a disk of the tree", {
    diagnostics: [
      {
        severity: "error",
        code: "boot-unsupported",
        ...origin,
        key: "disk.images",
        message,
        hint: "Remove `images`, or include base.yaml, or add a kernel, systemd-sysv, dracut and ostree-boot to packages.",
      },
    ],
  });
}
