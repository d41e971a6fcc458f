/**
 * Says where a tree keeps the contents of an EFI system partition: in a directory for each component and version, as
 * bootupd does.
 */
export const efiComponents = "/usr/lib/efi";

/** Returns the directory of GRUB in a tree, whose `EFI` directory becomes that of the partition. */
export function efiDirectory(version: string): string {
  // A Debian version may contain a colon, but no slash, and does not consist of dots only.
  return `${efiComponents}/grub/${version}`;
}
