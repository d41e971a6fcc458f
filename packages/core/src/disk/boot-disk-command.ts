import type { DiskImage } from "./disk-record.ts";

/**
 * Returns a command with which people boot a disk image in qemu on a terminal. Its Debian packages are qemu-system,
 * ovmf and qemu-efi-aarch64.
 */
export function bootDiskCommand({ path, format }: DiskImage, architecture: string): string {
  const machine =
    architecture === "arm64"
      ? "qemu-system-aarch64 -machine virt -cpu max -bios /usr/share/qemu-efi-aarch64/QEMU_EFI.fd"
      : "qemu-system-x86_64 -machine q35 -cpu max -bios /usr/share/ovmf/OVMF.fd";
  const file = /^[A-Za-z0-9_./-]+$/.test(path) ? path : `'${path.replaceAll("'", `'\\''`)}'`;
  return `${machine} -m 2048 -nographic -snapshot -drive if=virtio,format=${format},file=${file}`;
}
