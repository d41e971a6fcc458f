import { setTimeout as sleep } from "node:timers/promises";
import { mkdir, mkdtempDisposable, readFile, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { diskIdentity } from "@debootc/core/disk/disk-identity";
import { diskLayout, rootPartitionTypes } from "@debootc/core/disk/disk-layout";
import { efiComponents } from "@debootc/core/disk/efi-directory";
import { fileDigest } from "@debootc/tools/files/file-digest";
import { run } from "@debootc/tools/run";
import { describe, expect, test } from "vitest";
import { writeTree } from "../boot/bootable-tree.fixture.ts";
import { makeDisk, type MakeDiskRequest } from "./make-disk.ts";

const isRoot = process.getuid?.() === 0;
const ref = "debian/13/amd64/tiny";
const context = { report: () => {}, log: () => {}, signal: new AbortController().signal };
const sizeMiB = 1024;
const { esp, root } = diskLayout(sizeMiB);

async function makeScene(directory: string, { bootLoader = true } = {}) {
  const path = (name: string) => join(directory, name);
  for (const name of ["tree", "repo", "work"]) await mkdir(path(name));
  await writeTree(path("tree"), { kernel: true });
  if (bootLoader) {
    const loader = path(`tree/${efiComponents}/grub/1.0/EFI/BOOT/BOOTX64.EFI`);
    await mkdir(dirname(loader), { recursive: true });
    await writeFile(loader, "a boot loader");
  }
  const ostree = (...args: string[]) => run({ tool: "ostree", args: [`--repo=${path("repo")}`, ...args] });
  await ostree("init", "--mode=archive");
  const { stdout } = await ostree("commit", `--branch=${ref}`, `--tree=dir=${path("tree")}`, "--bootable");
  const request: MakeDiskRequest = {
    repo: path("repo"),
    ref,
    checksum: stdout.trim(),
    remote: "debian",
    architecture: "amd64",
    kernelArguments: ["quiet", "console=ttyS0"],
    bootTries: 3,
    sizeMiB,
    timestamp: 1_700_000_000,
    files: { "/etc/added": "in etc\n", "/var/lib/added": "in var\n" },
    kernel: path("kernel"),
    directory: path("work"),
    disk: path("disk.raw"),
  };
  return { request, identity: diskIdentity(request.checksum), path };
}

const temporaryDirectory = () => mkdtempDisposable(join(tmpdir(), "debootc-disk-"));
const offset = (startMiB: number) => `${startMiB * 1024 * 1024}`;
const debugfs = async (disk: string, command: string) =>
  (await run({ tool: "debugfs", args: ["-R", command, `${disk}?offset=${offset(root.startMiB)}`] })).stdout;
const mtype = async (disk: string, file: string) =>
  (await run({ tool: "mtype", args: ["-i", `${disk}@@${offset(esp.startMiB)}`, `::${file}`] })).stdout;

describe.runIf(isRoot)("a disk that boots by itself", () => {
  test("has the partitions, the boot loader and the deployed commit, under names of the commit", async () => {
    await using directory = await temporaryDirectory();
    const { request, identity, path } = await makeScene(directory.path);
    const deployment = `/ostree/deploy/debian/deploy/${request.checksum}.0`;

    await makeDisk(request, context);

    const disk = request.disk;
    expect((await stat(disk)).size).toBe(sizeMiB * 1024 * 1024);
    const table = JSON.parse((await run({ tool: "sfdisk", args: ["--json", disk] })).stdout) as {
      readonly partitiontable: {
        readonly id: string;
        readonly partitions: readonly Record<string, unknown>[];
      };
    };
    const sectors = (mib: number) => mib * 2048;
    expect(table.partitiontable.id.toLowerCase()).toBe(identity.disk);
    expect(table.partitiontable.partitions).toMatchObject([
      {
        name: "esp",
        start: sectors(esp.startMiB),
        size: sectors(esp.sizeMiB),
        uuid: identity.espPartition.toUpperCase(),
      },
      {
        name: "root",
        start: sectors(root.startMiB),
        size: sectors(root.sizeMiB),
        uuid: identity.rootPartition.toUpperCase(),
        type: rootPartitionTypes["amd64"]?.toUpperCase(),
      },
    ]);
    expect(await mtype(disk, "/EFI/BOOT/BOOTX64.EFI")).toBe("a boot loader");
    const grub = await mtype(disk, "/EFI/debian/grub.cfg");
    expect(grub).toContain(identity.rootFilesystem);
    expect(grub).toContain("serial");

    expect(await debugfs(disk, "stats")).toContain(`Filesystem UUID:          ${identity.rootFilesystem}`);
    expect(await debugfs(disk, `stat ${deployment}`)).toContain("Flags: 0x80010");
    expect(await debugfs(disk, `cat ${deployment}/etc/added`)).toBe("in etc\n");
    expect(await debugfs(disk, "cat /ostree/deploy/debian/var/lib/added")).toBe("in var\n");
    expect(await debugfs(disk, `cat ${deployment}.origin`)).toContain(`refspec=debian:${ref}\n`);
    expect(await debugfs(disk, "cat /boot/loader/entries/ostree-1-debian.conf")).toMatch(
      new RegExp(
        `^options root=UUID=${identity.rootFilesystem} rw quiet console=ttyS0 .*rd\\.emergency=reboot`,
        "m",
      ),
    );
    expect(await debugfs(disk, "cat /boot/grub/grubenv")).toMatch(/^# GRUB Environment Block\n/);
    expect(await readFile(path("kernel"), "utf8")).toBe("a kernel");
  });

  test("has the same bytes when it is made again, at another time and on another file system", async () => {
    await using directory = await temporaryDirectory();
    await using elsewhere = await mkdtempDisposable(join("/dev/shm", "debootc-disk-"));
    const { request, path } = await makeScene(directory.path);
    const again = { ...request, directory: elsewhere.path, disk: path("again.raw") };

    await makeDisk(request, context);
    // Times of files have whole seconds there.
    await sleep(1100);
    await makeDisk(again, context);

    expect(await fileDigest(again.disk)).toEqual(await fileDigest(request.disk));
    const { stdout } = await run({
      tool: "e2fsck",
      args: ["-fn", `${again.disk}?offset=${offset(root.startMiB)}`],
    });
    expect(stdout).toContain("Pass 5");
    expect(stdout).not.toContain("Fix?");
    const facts = await debugfs(again.disk, "stat /boot/grub/grubenv");
    for (const time of ["atime", "ctime", "mtime", "crtime"])
      expect(facts).toMatch(new RegExp(`${time}: 0x${request.timestamp.toString(16)}:`));
  }, 120_000);

  test("waits for somebody at a failed boot when nothing counts its boots", async () => {
    await using directory = await temporaryDirectory();
    const { request } = await makeScene(directory.path);

    await makeDisk({ ...request, bootTries: 0, kernelArguments: [] }, context);

    const entry = await debugfs(request.disk, "cat /boot/loader/entries/ostree-1-debian.conf");
    expect(entry).not.toContain("rd.emergency");
    expect(await mtype(request.disk, "/EFI/debian/grub.cfg")).not.toContain("serial");
  });

  test("cannot be made of a tree without a boot loader", async () => {
    await using directory = await temporaryDirectory();
    const { request } = await makeScene(directory.path, { bootLoader: false });

    await expect(makeDisk(request, context)).rejects.toMatchObject({
      code: "boot-unsupported",
      message: expect.stringContaining(efiComponents),
    });
  });
});
