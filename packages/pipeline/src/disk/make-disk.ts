import { diskIdentity } from "@debootc/core/disk/disk-identity";
import { diskLayout, rootPartitionTypes } from "@debootc/core/disk/disk-layout";
import { grubConfig } from "@debootc/core/disk/grub-config";
import { grubEnvironment } from "@debootc/core/disk/grub-environment";
import { mostBootTries } from "@debootc/core/disk/boot-tries";
import { hasSerialConsole } from "@debootc/core/disk/has-serial-console";
import { trialArguments } from "@debootc/core/disk/trial-arguments";
import { makeExt4Image, makeImmutable } from "@debootc/tools/disk/ext4-image";
import { deployToDirectory } from "@debootc/tools/ostree/ostree-sysroot";
import { capTimes, settleTimes } from "@debootc/tools/disk/settle-times";
import { writePartitionTable } from "@debootc/tools/disk/partition-table";
import { copyFile, mkdir, readdir, rm, truncate, writeFile } from "node:fs/promises";
import { join } from "node:path";
import * as z from "zod";
import type { Operation } from "../worker/operation.ts";
import type { OperationContext } from "../worker/operation-context.ts";
import { RootDirectory } from "../tree/root-directory.ts";
import { placeEfiSystem } from "./place-efi-system.ts";

const absolutePath = z.string().regex(/^\/.+/);

export const makeDiskRequestSchema = z.strictObject({
  /** An ostree repository in archive mode. */
  repo: absolutePath,
  ref: z.string().min(1),
  checksum: z.string().regex(/^[0-9a-f]{64}$/),
  /** The remote that the system fetches upgrades from; absent when the tree has none. */
  remote: z.string().optional(),
  /** The image of the same tree, for a system that follows one in a registry; without bootc in the tree it is not used. */
  image: z
    .strictObject({ layout: absolutePath, tag: z.string().min(1), follows: z.string().min(1) })
    .optional(),
  /** Debian's name. */
  architecture: z.string(),
  /** Arguments of the treefile; those of the disk are added. */
  kernelArguments: z.array(z.string()),
  bootTries: z.int().min(0).max(mostBootTries),
  sizeMiB: z.int().min(1024),
  /** Seconds. */
  timestamp: z.int(),
  /** Files to add to the deployed system, by their absolute paths in it: only below /etc and /var. */
  files: z.record(z.string().regex(/^\/(?:etc|var)\/(?!(?:.*\/)?\.\.(?:\/|$)).+/), z.string()).default({}),
  /** Where to put a copy of the kernel, for a trial of the virtual machine. */
  kernel: absolutePath.optional(),
  /** An existing directory to work in, which the caller removes. */
  directory: absolutePath,
  /** The raw image to write, in an existing directory. It is sparse. */
  disk: absolutePath,
});
export type MakeDiskRequest = z.input<typeof makeDiskRequestSchema>;

/** Says which image in a registry the disk follows; absent when it follows ostree. */
const madeDiskSchema = z.strictObject({ follows: z.string().optional() });
type MadeDiskFacts = z.infer<typeof madeDiskSchema>;

/** Makes the disk as root; it then belongs to the user. */
export const makeDiskOperation: Operation<MakeDiskRequest, MadeDiskFacts> = {
  name: "make-disk",
  request: makeDiskRequestSchema,
  result: madeDiskSchema,
  run: makeDisk,
  results: ({ disk, kernel }) => [disk, ...(kernel === undefined ? [] : [kernel])],
};

const stateroot = "debian";

const unfollowed = {
  severity: "warning",
  code: "follows-without-bootc",
  key: "container.follows",
  message: "the tree has no bootc, so the disk follows ostree instead of a registry",
  hint: "docs/bootc.md says where bootc comes from. Without it, remove the key.",
} as const;

/**
 * Makes a disk that boots by itself under UEFI: a partition table, an EFI system partition with the tree's boot
 * loader, and a root partition with the commit deployed. Needs root, but neither a mount nor a loop device. Equal
 * requests give equal bytes, unless the disk follows a registry: bootc writes the time into its repository.
 * Throws `boot-unsupported`, `results-unwritable`, `tool-failed`.
 */
export async function makeDisk(
  request: MakeDiskRequest,
  { report, log, signal }: OperationContext,
): Promise<MadeDiskFacts> {
  const { repo, ref, checksum, remote, directory, disk, bootTries } = request;
  const identity = diskIdentity(checksum);
  const layout = diskLayout(request.sizeMiB);
  const sysroot = join(directory, "sysroot");

  report({ type: "progress", step: "deploying the commit" });
  const { path: deployment, follows } = await deployToDirectory({
    directory,
    repo,
    ref,
    checksum,
    ...(remote === undefined ? {} : { remote }),
    ...(request.image === undefined ? {} : { image: request.image }),
    stateroot,
    bootLoader: "syslinux",
    kernelArguments: [
      `root=UUID=${identity.rootFilesystem}`,
      "rw",
      ...request.kernelArguments,
      ...(bootTries > 0 ? trialArguments : []),
    ],
    log,
    signal,
  });
  if (request.image !== undefined && follows === undefined)
    report({ type: "diagnostic", diagnostic: unfollowed });
  await mkdir(join(sysroot, "boot/grub"));
  // GRUB cannot create a file, only overwrite the blocks of an existing one.
  await writeFile(join(sysroot, "boot/grub/grubenv"), grubEnvironment({}));

  for (const [path, text] of Object.entries(request.files ?? {})) {
    const tree = join(sysroot, path.startsWith("/etc/") ? deployment : `ostree/deploy/${stateroot}`);
    await new RootDirectory(tree).writeFile(path, text);
  }
  if (request.kernel !== undefined) {
    const [kernel = ""] = await new RootDirectory(sysroot).list("/boot/ostree");
    const names = await readdir(join(sysroot, "boot/ostree", kernel));
    const image = names.find((name) => name.startsWith("vmlinuz")) ?? "";
    await copyFile(join(sysroot, "boot/ostree", kernel, image), request.kernel);
  }

  report({ type: "progress", step: "writing the file systems" });
  await capTimes(sysroot, request.timestamp, signal);
  await rm(disk, { force: true });
  await writeFile(disk, "");
  await truncate(disk, request.sizeMiB * 1024 * 1024);
  await makeExt4Image({
    file: disk,
    ...layout.root,
    label: "root",
    uuid: identity.rootFilesystem,
    hashSeed: identity.directoryHash,
    timestamp: request.timestamp,
    directory: sysroot,
    log,
    signal,
  });
  const inside = { file: disk, startMiB: layout.root.startMiB, timestamp: request.timestamp };
  await settleTimes({ ...inside, directory, signal });
  await makeImmutable(inside, `/${deployment}`, signal);
  await placeEfiSystem(
    {
      deployment: join(sysroot, deployment),
      config: grubConfig({
        rootUuid: identity.rootFilesystem,
        tries: bootTries,
        serial: hasSerialConsole(request.kernelArguments),
      }),
      disk,
      ...layout.esp,
      volumeId: identity.espVolume,
      timestamp: request.timestamp,
      directory: join(directory, "efi"),
    },
    signal,
  );
  const rootType = rootPartitionTypes[request.architecture] ?? "linux";
  await writePartitionTable({
    file: disk,
    uuid: identity.disk,
    partitions: [
      { name: "esp", type: "uefi", uuid: identity.espPartition, ...layout.esp },
      { name: "root", type: rootType, uuid: identity.rootPartition, ...layout.root },
    ],
    signal,
  });
  return follows === undefined ? {} : { follows };
}
