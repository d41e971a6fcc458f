import { trialArguments } from "@debootc/core/disk/trial-arguments";
import { run } from "@debootc/tools/run";
import { mkdir, mkdtemp, readdir, readFile, readlink, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { RootDirectory } from "../../../tree/root-directory.ts";
import { placeBootupctl } from "./place-bootupctl.ts";

const uuid = "11111111-2222-4333-8444-555555555555";
/** What bootc calls, in the words of its install_via_bootupd. */
const install = ["backend", "install", "--write-uuid", "--update-firmware", "--auto"];
const called = [...install, "--filesystem", "/sysroot", "/"];

/** Answers of the programs that ask the kernel about devices: the disk is /dev/vda, its third partition the root. */
const answers: Readonly<Record<string, string>> = {
  findmnt:
    'case "$*" in *" /boot") echo "${BOOT_DEVICE-/dev/vda3}" ;; *) echo /dev/vda1; echo /dev/vda3 ;; esac',
  blkid: `[ "$*" = "--match-tag UUID --output value /dev/vda3" ] && echo ${uuid}`,
  lsblk:
    'case "$*" in *--inverse*) printf "/dev/vda3\\n/dev/vda\\n" ;; *) printf "/dev/vda\\n/dev/vda1 21686148-6449-6e6f-744e-656564454649\\n/dev/vda2 c12a7328-f81f-11d2-ba4b-00a0c93ec93b\\n/dev/vda3 4f68bce3-e8cd-4db1-96e7-fbcaf984b709\\n" ;; esac',
  mountpoint: "false",
  mount: 'echo "mount $*" >>/sysroot/calls',
  umount: 'echo "umount $*" >>/sysroot/calls',
};

interface Disk {
  readonly physical: string;
  readonly call: (
    args: readonly string[],
    env?: Readonly<Record<string, string>>,
  ) => Promise<{ readonly stdout: string; readonly stderr: string; readonly exitCode: number }>;
}

/** Makes a disk as bootc leaves it to bootupctl, and the tree that is deployed on it. */
async function diskOf(files: Readonly<Record<string, string>>, bls = false): Promise<Disk> {
  const base = await mkdtemp(join(tmpdir(), "debootc-bootupctl-"));
  onTestFinished(() => rm(base, { recursive: true, force: true }));
  const [tree, physical, programs] = ["tree", "physical", "programs"].map((name) => join(base, name)) as [
    string,
    string,
    string,
  ];
  for (const directory of [tree, programs, join(physical, "boot/efi")])
    await mkdir(directory, { recursive: true });
  for (const [name, text] of Object.entries(answers))
    await writeFile(join(programs, name), `#!/bin/sh\n${text}\n`, { mode: 0o755 });
  for (const [path, text] of Object.entries(files)) {
    const target = join(physical, path);
    await mkdir(dirname(target), { recursive: true });
    await (text.startsWith("->") ? symlink(text.slice(2), target) : writeFile(target, text));
  }
  const root = new RootDirectory(tree);
  await root.writeFile("/usr/bin/bootc", "");
  await root.writeFile("/usr/lib/efi/grub/2.12/EFI/BOOT/BOOTX64.EFI", "GRUB");
  await root.writeFile("/usr/lib/efi/grub/2.12/EFI/debian/x86_64-efi/syslinuxcfg.mod", "module");
  await placeBootupctl(root, { tries: 3, serial: false, bls });
  const libraries = (await readdir("/usr/lib")).filter((name) => name !== "efi" && name !== "bootupd");
  const call: Disk["call"] = (args, env = {}) =>
    run({
      tool: "bwrap",
      args: [
        ...["/usr/bin", "/usr/sbin", "/etc", ...libraries.map((name) => `/usr/lib/${name}`)].flatMap(
          (path) => ["--ro-bind", path, path],
        ),
        ...["bin", "sbin", "lib", "lib64"].flatMap((name) => ["--symlink", `usr/${name}`, `/${name}`]),
        ...[
          "--ro-bind-try",
          "/usr/lib64",
          "/usr/lib64",
          "--proc",
          "/proc",
          "--dev",
          "/dev",
          "--tmpfs",
          "/run",
        ],
        ...["--ro-bind", join(tree, "usr/lib/efi"), "/usr/lib/efi"],
        ...["--ro-bind", join(tree, "usr/lib/bootupd"), "/usr/lib/bootupd"],
        ...["--ro-bind", programs, "/programs", "--ro-bind", join(tree, "usr/bin/bootupctl"), "/bootupctl"],
        ...["--bind", physical, "/sysroot", "--bind", join(physical, "boot"), "/boot"],
        ...["--clearenv", "--setenv", "PATH", "/programs:/bin:/usr/bin:/sbin:/usr/sbin"],
        ...Object.entries(env).flatMap(([name, value]) => ["--setenv", name, value]),
        ...["--", "/bootupctl", ...args],
      ],
      accept: "all",
    });
  return { physical, call };
}

const entry = (number: number, version: string) =>
  [
    `title Debian GNU/Linux 13 (trixie) ${version} (ostree:${2 - number})`,
    `version ${number}`,
    `options root=UUID=${uuid} rw quiet rd.shell=0 ostree=/ostree/boot.0/default/${number}`,
    `linux /boot/ostree/default-${number}/vmlinuz-6.12`,
    `initrd /boot/ostree/default-${number}/initramfs-6.12.img`,
    "",
  ].join("\n");

/** Makes a disk on which ostree has deployed, in the way that bootc configures it. */
async function ostreeDisk() {
  const disk = await diskOf({
    "boot/loader": "->loader.0",
    "boot/loader.0/entries/ostree-1.conf": entry(1, "13.0"),
  });
  await mkdir(join(disk.physical, "ostree"));
  await run({
    tool: "ostree",
    args: [`--repo=${join(disk.physical, "ostree/repo")}`, "init", "--mode=archive"],
  });
  return disk;
}

const text = async (disk: Disk, path: string) => readFile(join(disk.physical, path), "utf8");

test("bootc learns that a file system can be named", async () => {
  const { stdout, exitCode } = await (await ostreeDisk()).call(["backend", "install", "--help"]);

  expect(exitCode).toBe(0);
  expect(stdout).toContain("--filesystem");
});

test("GRUB is put on the EFI system partition, which is mounted for that alone", async () => {
  const disk = await ostreeDisk();
  const { exitCode, stderr } = await disk.call(called);

  expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: "" });
  expect(await text(disk, "calls")).toBe("mount -t vfat /dev/vda2 /boot/efi\numount /boot/efi\n");
  expect(await text(disk, "boot/efi/EFI/BOOT/BOOTX64.EFI")).toBe("GRUB");
  expect(await text(disk, "boot/efi/EFI/debian/x86_64-efi/syslinuxcfg.mod")).toBe("module");
  const config = await text(disk, "boot/efi/EFI/debian/grub.cfg");
  expect(config).toContain(`--set=root ${uuid}\n`);
  expect(config).not.toContain("@");
});

test("new boot entries are on trial, and their kernel arguments end a boot that cannot go on", async () => {
  const disk = await ostreeDisk();
  await disk.call(called);

  expect(await text(disk, "boot/grub/grubenv")).toHaveLength(1024);
  const options = /^options (.*)$/m
    .exec(await text(disk, "boot/loader/entries/ostree-1.conf"))?.[1]
    ?.split(" ");
  for (const argument of trialArguments)
    expect(options?.filter((one) => one === argument)).toEqual([argument]);
  expect(options?.slice(0, 3)).toEqual([`root=UUID=${uuid}`, "rw", "quiet"]);
});

test("the first menu is one that ostree keeps writing", async () => {
  const disk = await ostreeDisk();
  await disk.call(called);

  const config = ["config", `--repo=${join(disk.physical, "ostree/repo")}`, "get", "sysroot.bootloader"];
  expect((await run({ tool: "ostree", args: config })).stdout.trim()).toBe("syslinux");
  expect(await readlink(join(disk.physical, "boot/syslinux/syslinux.cfg"))).toBe("../loader/syslinux.cfg");
  const title = "Debian GNU/Linux 13 (trixie) 13.0 (ostree:1)";
  const lines = (await text(disk, "boot/syslinux/syslinux.cfg")).split("\n");
  expect(lines.slice(0, 5)).toEqual([
    "TIMEOUT 30",
    `DEFAULT ${title}`,
    `LABEL ${title}`,
    "\tKERNEL /boot/ostree/default-1/vmlinuz-6.12",
    "\tINITRD /boot/ostree/default-1/initramfs-6.12.img",
  ]);
  expect(lines[5]).toMatch(/^\tAPPEND root=UUID=.* panic=30 /);
});

test("of several entries the newest is the default, and paths without a prefix are those of /boot", async () => {
  const disk = await ostreeDisk();
  const entries = join(disk.physical, "boot/loader.0/entries");
  await writeFile(join(entries, "ostree-2.conf"), entry(2, "13.1").replaceAll("/boot/ostree/", "/ostree/"));
  await disk.call(called);
  const menu = await text(disk, "boot/loader/syslinux.cfg");

  expect([...menu.matchAll(/^(?:DEFAULT|LABEL) .*(13\.\d) /gm)].map(([, version]) => version)).toEqual([
    "13.1",
    "13.1",
    "13.0",
  ]);
  expect(menu.match(/^\tKERNEL .*/gm)).toEqual([
    "\tKERNEL /boot/ostree/default-2/vmlinuz-6.12",
    "\tKERNEL /boot/ostree/default-1/vmlinuz-6.12",
  ]);
});

test("an installation that is repeated changes nothing", async () => {
  const disk = await ostreeDisk();
  await disk.call(called);
  const menu = await text(disk, "boot/loader/syslinux.cfg");
  await disk.call(called);

  expect(await text(disk, "boot/loader/syslinux.cfg")).toBe(menu);
});

test("entries of bootc's composefs backend are read where they are", async () => {
  const disk = await diskOf({ "composefs/meta.json": "{}" }, true);
  const { exitCode } = await disk.call(called);

  expect(exitCode).toBe(0);
  expect(await text(disk, "boot/efi/EFI/debian/grub.cfg")).toMatch(new RegExp(`${uuid}\n(.*\n)* *blscfg `));
  expect((await readdir(join(disk.physical, "boot"))).sort()).toEqual(["efi", "grub2"]);
});

test("a GRUB that cannot read them is refused with what to do", async () => {
  const disk = await diskOf({ "composefs/meta.json": "{}" });
  const { exitCode, stderr } = await disk.call(called);

  expect(exitCode).toBe(1);
  expect(stderr).toContain("--bootloader systemd");
});

test.each([
  ["a file system of /boot", called, { BOOT_DEVICE: "/dev/vda4" }, 1, "without a boot partition"],
  ["an option that bootupd does not have", [...install, "--cold", "/"], {}, 1, "there is no option --cold"],
  ["another command", ["update"], {}, 2, "usage: bootupctl backend install"],
])("%s is refused", async (_case, args, env, status, message) => {
  const { exitCode, stderr } = await (await ostreeDisk()).call(args, env);

  expect(exitCode).toBe(status);
  expect(stderr).toContain(message);
});
