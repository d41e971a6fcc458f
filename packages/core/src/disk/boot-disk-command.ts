import { shellWord } from "../text/shell-word.ts";
import type { DiskImage } from "./disk-record.ts";

/** Is a port of this machine that the printed command leads to the ssh of the system. */
const sshPort = 2222;

interface Surroundings {
  /** Debian's name. */
  readonly architecture: string;
  /** False where a trial showed that systems fail under KVM, though it is there. */
  readonly kvm: boolean;
}

/**
 * Returns a command with which people boot a disk image in qemu on a terminal. Its Debian packages are qemu-system,
 * ovmf and qemu-efi-aarch64. Debian's cloud kernels have no driver for the network card that qemu gives by itself.
 */
export function bootDiskCommand(
  { path, format }: Pick<DiskImage, "path" | "format">,
  { architecture, kvm }: Surroundings,
): string {
  const machine =
    architecture === "arm64"
      ? "qemu-system-aarch64 -machine virt -bios /usr/share/qemu-efi-aarch64/QEMU_EFI.fd"
      : "qemu-system-x86_64 -machine q35 -bios /usr/share/ovmf/OVMF.fd";
  // A comma ends the value of an option of qemu, unless it is doubled.
  const file = path.replaceAll(",", ",,");
  return [
    machine,
    kvm ? "-accel kvm -accel tcg" : "-accel tcg",
    "-cpu max -m 2048 -nographic -snapshot",
    `-netdev user,id=net,hostfwd=tcp:127.0.0.1:${sshPort}-:22`,
    "-device virtio-net-pci,netdev=net,romfile=",
    `-drive ${shellWord(`if=virtio,format=${format},file=${file}`)}`,
  ].join(" ");
}
