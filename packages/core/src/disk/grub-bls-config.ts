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
    "insmod regexp",
    "set entries=($root)/boot/loader/entries",
    ...entryLines,
    "",
  ].join("\n");
}

/**
 * Has the entries that bootc wants to boot first, `bootc_<os>-<version>-1.conf`, before all others. Left to itself, GRUB would
 * sort by the whole name, and so by the version first: a rollback from a newer version would not be booted.
 */
const entryLines = [
  "for file in $entries/*-1.conf; do",
  '  if regexp --set=1:name \'/([^/]*)$\' "$file"; then blscfg --path $entries --entry "$name"; fi',
  "done",
  "for file in $entries/*.conf; do",
  "  if regexp '[-]1[.]conf$' \"$file\"; then",
  "    true",
  "  elif regexp --set=1:name '/([^/]*)$' \"$file\"; then",
  '    blscfg --path $entries --entry "$name"',
  "  fi",
  "done",
];
