/** Where a tree keeps what goes on an EFI system partition: a directory for each component and version, as bootupd has it. */
export const efiComponents = "/usr/lib/efi";

/** The directory of GRUB in a tree, whose `EFI` becomes that of the partition. */
export function efiDirectory(version: string): string {
  // A version of Debian's may hold a colon, but neither a slash nor dots alone.
  return `${efiComponents}/grub/${version}`;
}
