import { menuLines, searchLine, serialLines } from "./grub-menu.ts";

interface GrubBlsOptions {
  /** UUID of the file system with /boot. */
  readonly rootUuid: string;
  /** Whether the menu is also shown on the first serial port. */
  readonly serial: boolean;
}

/**
 * Returns GRUB's configuration for a disk whose boot entries bootc's composefs backend writes, in the form of the Boot Loader
 * Specification. Only GRUB since 2.14 reads them. bootc renames the entries when their order changes, so nothing is counted.
 */
export function grubBlsConfig({ rootUuid, serial }: GrubBlsOptions): string {
  return [
    "# Written once by debootc. The entries of the menu are those of bootc.",
    ...(serial ? serialLines : []),
    searchLine(rootUuid),
    ...menuLines,
    "insmod blsuki",
    "blscfg --path ($root)/boot/loader/entries",
    "",
  ].join("\n");
}
