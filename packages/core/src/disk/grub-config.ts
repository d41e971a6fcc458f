import { menuLines, searchLine, serialLines } from "./grub-menu.ts";

interface GrubConfigOptions {
  /** UUID of the file system with the deployments and /boot. */
  readonly rootUuid: string;
  /** How many boots a deployment on trial gets before the previous one is booted; 0 turns counting off. */
  readonly tries: number;
  /** Whether the menu is also shown on the first serial port. */
  readonly serial: boolean;
}

/** Gives people at the console time after no deployment came up. */
const givenUpSeconds = 300;

/**
 * Returns GRUB's configuration for a disk whose boot entries ostree's syslinux backend writes, so that no deploy,
 * upgrade or rollback needs a step for GRUB. With tries, new boot entries are on trial until the guest says that they
 * came up (docs/fallback.md): GRUB counts their boots in /boot/grub/grubenv, a `grubEnvironment`, and the guest
 * resets it.
 */
export function grubConfig({ rootUuid, tries, serial }: GrubConfigOptions): string {
  return [
    "# Written once by debootc. The entries of the menu are those of ostree, the newest deployment first.",
    ...(serial ? serialLines : []),
    searchLine(rootUuid),
    ...menuLines,
    ...(tries > 0 ? trialLines(tries) : []),
    "insmod syslinuxcfg",
    "extract_syslinux_entries_source -s -r ($root) ($root)/boot/loader/syslinux.cfg",
    "",
  ].join("\n");
}

const environment = "($root)/boot/grub/grubenv";
const saved = "tries fallen_back given_up entries";

function trialLines(tries: number): string[] {
  return [
    "# Both marks vanish by themselves: ostree makes the one directory or the other anew when entries change.",
    "set proven=",
    "for n in 0 1; do",
    '  if [ -f "($root)/boot/loader/debootc-complete.$n" -a -f "($root)/ostree/boot.$n/debootc-complete" ]; then',
    "    set proven=1",
    "  fi",
    "done",
    'if [ -z "$proven" ]; then',
    ...countLines(tries).map((line) => `  ${line}`),
    "fi",
  ];
}

/** GRUB's language has no arithmetic, so each count is a separate case. */
function countLines(tries: number): string[] {
  return [
    "set current=",
    "for n in 0.0 0.1 1.0 1.1; do",
    '  if [ -d "($root)/ostree/boot.$n" ]; then set current="$current+$n"; fi',
    "done",
    "set second=",
    'for entry in ($root)/boot/loader/entries/ostree-2*.conf; do if [ -f "$entry" ]; then set second=1; fi; done',
    // Only these names: a file that the guest can write must not set others.
    `load_env --file ${environment} ${saved}`,
    "# A count for entries that are no longer there counts nothing.",
    'if [ "$entries" != "$current" ]; then',
    "  set entries=$current",
    "  set tries=",
    "  set fallen_back=",
    "  set given_up=",
    "fi",
    `if [ "$tries" = "${tries}" ]; then`,
    '  if [ -z "$fallen_back" -a -n "$second" ]; then',
    "    set fallen_back=1",
    "    set tries=1",
    "  else",
    "    set given_up=1",
    "  fi",
    ...Array.from({ length: tries - 1 }, (_, index) => [
      `elif [ "$tries" = "${index + 1}" ]; then`,
      `  set tries=${index + 2}`,
    ]).flat(),
    "else",
    "  set tries=1",
    "fi",
    `save_env --file ${environment} ${saved}`,
    'if [ -n "$fallen_back" ]; then',
    "  set default=1",
    "  set fallback=0",
    '  echo "debootc: the newest deployment did not come up; falling back to the one before"',
    "fi",
    'if [ -n "$given_up" ]; then',
    `  set timeout=${givenUpSeconds}`,
    `  echo "debootc: no deployment came up in ${tries} tries; waiting ${givenUpSeconds} s at the menu before each further one"`,
    "  sleep 10",
    "else",
    `  echo "debootc: on trial, try $tries of ${tries}"`,
    "fi",
  ];
}
