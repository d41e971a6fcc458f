import type { DebianArchitecture } from "@debootc/core/debian/debian-architecture";
import { isThere, namesIn } from "@debootc/tools/files/paths";
import { readFile } from "node:fs/promises";
import { join } from "node:path";

/** Names the emulators as Debian's qemu-user registers them. */
const emulators: Readonly<Record<string, DebianArchitecture>> = {
  "qemu-x86_64": "amd64",
  "qemu-aarch64": "arm64",
  "qemu-arm": "armhf",
  "qemu-i386": "i386",
  "qemu-loongarch64": "loong64",
  "qemu-mips64el": "mips64el",
  "qemu-ppc64le": "ppc64el",
  "qemu-riscv64": "riscv64",
  "qemu-s390x": "s390x",
};

/** Lists the architectures whose programs the kernel hands to an emulator (binfmt_misc). */
export async function emulatedArchitectures(
  registered = "/proc/sys/fs/binfmt_misc",
): Promise<readonly DebianArchitecture[]> {
  const found: DebianArchitecture[] = [];
  for (const name of await namesIn(registered)) {
    const architecture = emulators[name];
    if (architecture !== undefined && (await isEnabled(join(registered, name)))) found.push(architecture);
  }
  return found;
}

/** With the flag F the kernel holds the emulator open, so that it need not be there under its name. */
async function isEnabled(file: string): Promise<boolean> {
  const text = await readFile(file, "utf8");
  if (!/^enabled$/m.test(text)) return false;
  const interpreter = /^interpreter (.+)$/m.exec(text)?.[1] ?? "";
  return /^flags: .*F/m.test(text) || isThere(interpreter);
}
