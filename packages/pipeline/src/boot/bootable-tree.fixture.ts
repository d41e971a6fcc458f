import { randomBytes } from "node:crypto";
import { chmod, chown, link, mkdir, symlink, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { run } from "@debootc/tools/run";

/** A tree with a made-up kernel and one file of each kind that images lose easily. */
export async function writeTree(tree: string, { kernel }: { readonly kernel: boolean }): Promise<void> {
  const write = async (path: string, text: string) => {
    await mkdir(join(tree, dirname(path)), { recursive: true });
    await writeFile(join(tree, path), text);
  };
  await write("usr/lib/os-release", 'ID=debian\nPRETTY_NAME="Debian 13"\n');
  await write("usr/etc/hosts", "127.0.0.1 localhost\n");
  if (kernel) {
    await write("usr/lib/modules/6.12/vmlinuz", "a kernel");
    await write("usr/lib/modules/6.12/initramfs.img", "an initramfs");
  }
  await mkdir(join(tree, "usr/lib/systemd/system"), { recursive: true });
  await symlink("multi-user.target", join(tree, "usr/lib/systemd/system/default.target"));
  await write("usr/bin/su", "set-uid");
  await chown(join(tree, "usr/bin/su"), 0, 42);
  await chmod(join(tree, "usr/bin/su"), 0o4750);
  await write("usr/bin/ping", "capable");
  await run({ tool: "setcap", args: ["cap_net_raw+ep", join(tree, "usr/bin/ping")] });
  await write("usr/bin/perl", "twice");
  await link(join(tree, "usr/bin/perl"), join(tree, "usr/bin/perl5"));
  await writeFile(join(tree, "usr/lib/large"), randomBytes(2 << 20));
  await mkdir(join(tree, "sysroot"));
  await symlink("sysroot/ostree", join(tree, "ostree"));
  for (const name of ["boot", "dev", "proc", "run", "sys", "tmp", "var"]) await mkdir(join(tree, name));
}
