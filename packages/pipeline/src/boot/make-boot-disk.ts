import { copyFile, mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { type BlsEntry, parseBlsEntry } from "@debootc/core/boot/bls-entry";
import { probePath } from "@debootc/core/boot/probe-arguments";
import { DebootcError } from "@debootc/core/error/debootc-error";
import { makeExt4Image, makeImmutable } from "@debootc/tools/disk/ext4-image";
import { deployToDirectory } from "@debootc/tools/ostree/ostree-sysroot";
import * as z from "zod";
import type { Operation } from "../worker/operation.ts";
import type { OperationContext } from "../worker/operation-context.ts";
import { defaultTargetOf } from "./default-target.ts";

const absolutePath = z.string().regex(/^\/.+/);

export const makeBootDiskRequestSchema = z.strictObject({
  /** An ostree repository in archive mode. */
  repo: absolutePath,
  ref: z.string().min(1),
  checksum: z.string().regex(/^[0-9a-f]{64}$/),
  /** Arguments of the treefile; those of the disk are added. */
  kernelArguments: z.array(z.string()),
  /** An existing directory for the kernel, the initramfs, and a work directory that is removed again. */
  directory: absolutePath,
  /** The raw image to write, in an existing directory. It is sparse. */
  diskFile: absolutePath,
  sizeMiB: z.int().min(256),
  /** Text of the script that reports from inside; it is put into /var. Absent for a system that nobody checks. */
  probe: z.string().optional(),
});
export type MakeBootDiskRequest = z.infer<typeof makeBootDiskRequestSchema>;

/** Holds a disk and what a machine needs to start from it without a boot loader. Paths are absolute. */
export const bootDiskSchema = z.strictObject({
  disk: z.string(),
  kernel: z.string(),
  initrd: z.string(),
  /** The kernel command line of the disk's boot entry. */
  append: z.string(),
  /** The unit that the default.target of the tree names. */
  defaultTarget: z.string(),
});
export type BootDisk = z.infer<typeof bootDiskSchema>;

/** Makes the disk as root; disk, kernel and initramfs then belong to the user, since qemu needs no privilege. */
export const makeBootDiskOperation: Operation<MakeBootDiskRequest, BootDisk> = {
  name: "make-boot-disk",
  request: makeBootDiskRequestSchema,
  result: bootDiskSchema,
  run: makeBootDisk,
  results: (request) => Object.values(filesOf(request)),
};

const stateroot = "debian";
const rootLabel = "root";

/**
 * Deploys a commit on a disk that is one ext4 file system without a partition table. Needs root, but neither a mount
 * nor a loop device: the system is deployed into a directory, which then becomes the image.
 * Throws `boot-unsupported`, `results-unwritable`, `tool-failed`.
 */
export async function makeBootDisk(
  request: MakeBootDiskRequest,
  context: OperationContext,
): Promise<BootDisk> {
  const { repo, ref, checksum, kernelArguments, sizeMiB } = request;
  const { log, signal } = context;
  const files = filesOf(request);
  const sysroot = join(request.directory, "sysroot");
  const deployment = `ostree/deploy/${stateroot}/deploy/${checksum}.0`;
  await rm(sysroot, { recursive: true, force: true });
  try {
    context.report({ type: "progress", step: "deploying the commit" });
    await deployToDirectory({
      directory: request.directory,
      repo,
      ref,
      checksum,
      stateroot,
      bootLoader: "none",
      kernelArguments: [`root=LABEL=${rootLabel}`, "rw", ...kernelArguments],
      log,
      signal,
    });
    const entry = await readBootEntry(sysroot);
    const defaultTarget = await defaultTargetOf(join(sysroot, deployment));
    if (request.probe !== undefined)
      await placeProbe(join(sysroot, "ostree/deploy", stateroot), request.probe);

    context.report({ type: "progress", step: "writing the disk" });
    await copyFile(join(sysroot, "boot", entry.linux), files.kernel);
    await copyFile(join(sysroot, "boot", entry.initrd), files.initrd);
    await makeExt4Image({ file: files.disk, sizeMiB, label: rootLabel, directory: sysroot, log, signal });
    await makeImmutable({ file: files.disk }, `/${deployment}`, signal);
    return { ...files, append: entry.options, defaultTarget };
  } finally {
    await rm(sysroot, { recursive: true, force: true });
  }
}

function filesOf({ directory, diskFile }: Pick<MakeBootDiskRequest, "directory" | "diskFile">) {
  return { disk: diskFile, kernel: join(directory, "vmlinuz"), initrd: join(directory, "initramfs.img") };
}

async function readBootEntry(
  sysroot: string,
): Promise<Omit<BlsEntry, "initrd"> & { readonly initrd: string }> {
  const entries = join(sysroot, "boot/loader/entries");
  const [name, ...others] = await readdir(entries);
  if (name === undefined || others.length > 0) {
    throw new DebootcError(
      "internal-fault",
      `${entries}: expected one boot entry, found ${others.length + 1}`,
    );
  }
  const entry = parseBlsEntry(await readFile(join(entries, name), "utf8"), name);
  const [initrd] = entry.initrd;
  if (initrd === undefined) {
    throw new DebootcError(
      "boot-unsupported",
      "the tree has no initramfs, which ostree needs to find its root",
      {
        hint: "The treefile must install dracut and ostree-boot.",
      },
    );
  }
  return { ...entry, initrd };
}

async function placeProbe(statefulDirectory: string, probe: string): Promise<void> {
  const file = join(statefulDirectory, probePath);
  await mkdir(dirname(file), { recursive: true, mode: 0o755 });
  await writeFile(file, probe, { mode: 0o644 });
}
