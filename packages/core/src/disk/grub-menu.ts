/** Is how long GRUB waits at its menu, in seconds: enough for people at the console. */
const seconds = 2;

/** Shows the menu on the first serial port, too. */
export const serialLines = [
  "if serial --unit=0 --speed=115200; then",
  "  terminal_input console serial",
  "  terminal_output console serial",
  "fi",
];

/** Finds the file system that has the boot entries. */
export function searchLine(rootUuid: string): string {
  return `search --no-floppy --fs-uuid --set=root ${rootUuid}`;
}

/** Boots the newest deployment, or the one before if its kernel cannot be started: GRUB would wait at the menu forever. */
export const menuLines = [
  "set default=0",
  "set fallback=1",
  "set timeout_style=menu",
  `set timeout=${seconds}`,
];
