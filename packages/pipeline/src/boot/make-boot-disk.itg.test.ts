import { mkdir, mkdtempDisposable, readdir, readFile, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Outcome, run } from "@debootc/tools/run";
import { describe, expect, test } from "vitest";
import { writeTree } from "./bootable-tree.fixture.ts";
import { type MakeBootDiskRequest, makeBootDisk } from "./make-boot-disk.ts";

const isRoot = process.getuid?.() === 0;
const ref = "debian/13/amd64/tiny";
const context = { report: () => {}, log: () => {}, signal: new AbortController().signal };

async function makeScene(directory: string, options = { kernel: true }) {
  const [tree, repo, out] = ["tree", "repo", "out"].map((name) => join(directory, name)) as [
    string,
    string,
    string,
  ];
  for (const path of [tree, repo, out]) await mkdir(path);
  await writeTree(tree, options);
  const ostree = (...args: string[]) => run({ tool: "ostree", args: [`--repo=${repo}`, ...args] });
  await ostree("init", "--mode=archive");
  const bootable = options.kernel ? ["--bootable"] : [];
  const { stdout } = await ostree("commit", `--branch=${ref}`, `--tree=dir=${tree}`, ...bootable);
  const request: MakeBootDiskRequest = {
    repo,
    ref,
    checksum: stdout.trim(),
    kernelArguments: ["quiet", "foo=a b"],
    directory: out,
    diskFile: join(out, "disk.raw"),
    sizeMiB: 512,
    probe: "#!/bin/sh\n",
  };
  return { request, out, ostree };
}

const temporaryDirectory = () => mkdtempDisposable(join(tmpdir(), "debootc-disk-"));
const debugfs = (disk: string, command: string) => run({ tool: "debugfs", args: ["-R", command, disk] });

function inode({ stdout }: Outcome): string | undefined {
  return /Inode: (\d+)/.exec(stdout)?.[1];
}

describe.runIf(isRoot)("the disk of a commit", () => {
  test("has the deployment with owners, modes, capabilities and links, and the probe in /var", async () => {
    await using directory = await temporaryDirectory();
    const { request, out } = await makeScene(directory.path);

    const disk = await makeBootDisk(request, context);

    expect(disk).toEqual({
      disk: join(out, "disk.raw"),
      kernel: join(out, "vmlinuz"),
      initrd: join(out, "initramfs.img"),
      append: expect.stringMatching(
        /^root=LABEL=root rw quiet foo=a b ostree=\/ostree\/boot\.1\/debian\/[0-9a-f]{64}\/0$/,
      ),
      defaultTarget: "multi-user.target",
    });
    expect(await readFile(disk.kernel, "utf8")).toBe("a kernel");
    expect(await readFile(disk.initrd, "utf8")).toBe("an initramfs");
    expect(await readdir(out)).toEqual(["disk.raw", "initramfs.img", "vmlinuz"]);

    await run({ tool: "e2fsck", args: ["-f", "-n", disk.disk] });
    const deployment = `/ostree/deploy/debian/deploy/${request.checksum}.0`;
    const stat = (path: string) => debugfs(disk.disk, `stat ${path}`);
    expect((await stat(deployment)).stdout).toContain("Flags: 0x80010");
    expect((await stat(`${deployment}/usr/bin/su`)).stdout).toMatch(/Mode: {2}04750[^]*User: +0 +Group: +42/);
    expect(inode(await stat(`${deployment}/usr/bin/perl`))).toBe(
      inode(await stat(`${deployment}/usr/bin/perl5`)),
    );
    expect((await stat(`${deployment}/ostree`)).stdout).toContain('Fast link dest: "sysroot/ostree"');
    expect(
      (await debugfs(disk.disk, `ea_get -x ${deployment}/usr/bin/ping security.capability`)).stdout,
    ).toContain("01 00 00 02 00 20 00 00");
    expect((await debugfs(disk.disk, `cat ${deployment}/etc/hosts`)).stdout).toBe("127.0.0.1 localhost\n");
    const probe = "/ostree/deploy/debian/var/lib/debootc-probe/probe.sh";
    expect((await debugfs(disk.disk, `cat ${probe}`)).stdout).toBe("#!/bin/sh\n");
    expect((await debugfs(disk.disk, `cat ${deployment}.origin`)).stdout).toContain(`refspec=${ref}\n`);
  });

  test("is that of the checksum, also when the ref has moved on", async () => {
    await using directory = await temporaryDirectory();
    const { request, ostree } = await makeScene(directory.path);
    await ostree("commit", `--branch=${ref}`, `--tree=ref=${ref}`, "--subject=newer", "--bootable");

    const { disk } = await makeBootDisk(request, context);

    const { stdout } = await debugfs(disk, "ls -p /ostree/deploy/debian/deploy");
    expect(stdout).toContain(`/${request.checksum}.0/`);
  });

  test("replaces one that a killed run left half done", async () => {
    await using directory = await temporaryDirectory();
    const { request, out } = await makeScene(directory.path);
    await mkdir(join(out, "sysroot/ostree/repo"), { recursive: true });
    await writeFile(request.diskFile, "half");

    const { disk } = await makeBootDisk(request, context);

    const { stdout } = await run({ tool: "e2fsck", args: ["-f", "-n", disk] });
    expect(stdout).toMatch(/^root: \d+\/\d+ files/m);
    expect(await readdir(out)).not.toContain("sysroot");
  });

  test("is refused for a commit without a kernel", async () => {
    await using directory = await temporaryDirectory();
    const { request, out } = await makeScene(directory.path, { kernel: false });

    await expect(makeBootDisk(request, context)).rejects.toMatchObject({
      code: "boot-unsupported",
      message: `the commit ${request.checksum} has no kernel, so there is nothing to boot`,
    });
    expect(await readdir(out)).toEqual([]);
  });

  test("is refused when the tree does not fit, with the size that was given", async () => {
    await using directory = await temporaryDirectory();
    const { request, out } = await makeScene(directory.path);

    await expect(makeBootDisk({ ...request, sizeMiB: 1 }, context)).rejects.toMatchObject({
      code: "results-unwritable",
      message: expect.stringContaining("1 MiB"),
    });
    expect(await readdir(out)).not.toContain("sysroot");
  });

  test("is refused for a commit that the repository does not have", async () => {
    await using directory = await temporaryDirectory();
    const { request } = await makeScene(directory.path);

    await expect(makeBootDisk({ ...request, checksum: "0".repeat(64) }, context)).rejects.toMatchObject({
      code: "tool-failed",
      message: expect.stringContaining("0".repeat(64)),
    });
  });
});
