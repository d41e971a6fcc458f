import { access } from "node:fs/promises";
import { DebootcError } from "@debootc/core/error/debootc-error";

/** Names the UEFI firmware for virtual machines, where Debian's package ovmf installs it. */
export const firmware = "/usr/share/ovmf/OVMF.fd";

/** Throws `tool-missing` where the firmware is not installed. */
export async function requireFirmware(): Promise<void> {
  await access(firmware).catch((cause: unknown) => {
    const hint = "Install it: sudo apt install ovmf";
    throw new DebootcError("tool-missing", `there is no UEFI firmware for virtual machines: ${firmware}`, {
      hint,
      cause,
    });
  });
}
