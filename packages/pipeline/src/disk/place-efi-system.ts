import { efiComponents } from "@debootc/core/disk/efi-directory";
import { DebootcError } from "@debootc/core/error/debootc-error";
import { makeFatImage } from "@debootc/tools/disk/fat-image";
import { copyIntoFile } from "@debootc/tools/files/copy-into-file";
import { cp, mkdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { RootDirectory } from "../tree/root-directory.ts";

interface EfiSystem {
  /** The tree that brings the boot loader. */
  readonly deployment: string;
  /** Text of GRUB's configuration. */
  readonly config: string;
  readonly disk: string;
  readonly startMiB: number;
  readonly sizeMiB: number;
  readonly volumeId: string;
  /** Seconds. */
  readonly timestamp: number;
  /** A directory to make and work in. */
  readonly directory: string;
}

/** Writes the EFI system partition of a disk. Throws `boot-unsupported` for a tree without a boot loader. */
export async function placeEfiSystem(system: EfiSystem, signal: AbortSignal): Promise<void> {
  const { deployment, config, disk, directory, startMiB, sizeMiB, volumeId, timestamp } = system;
  const content = join(directory, "content");
  await mkdir(content, { recursive: true });
  const tree = new RootDirectory(deployment);
  for (const component of await tree.list(efiComponents)) {
    for (const version of await tree.list(`${efiComponents}/${component}`)) {
      const source = await tree.hostPath(`${efiComponents}/${component}/${version}/EFI`);
      await cp(source, join(content, "EFI"), { recursive: true, errorOnExist: true, force: false });
    }
  }
  if (!(await new RootDirectory(content).exists("/EFI/BOOT"))) {
    throw new DebootcError("boot-unsupported", `the tree has no boot loader below ${efiComponents}`, {
      hint: "Add `disk: {boot-loader: grub}` to the treefile, and compose again.",
    });
  }
  await mkdir(join(content, "EFI/debian"), { recursive: true });
  await writeFile(join(content, "EFI/debian/grub.cfg"), config);
  const image = join(directory, "esp.img");
  await makeFatImage({ file: image, sizeMiB, label: "ESP", volumeId, directory: content, timestamp, signal });
  await copyIntoFile(image, disk, startMiB * 1024 * 1024);
  await rm(directory, { recursive: true });
}
