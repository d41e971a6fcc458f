/** Describes a state from which no boot recovers. */
export interface ConsoleTrouble {
  readonly what: string;
  readonly hint: string;
}

const moreMemory = "Give the machine more memory: --memory 2048.";
const readTheLog = "The lines before it in the console's log say why.";

// The wording is that of Linux 6.1 to 7.2, systemd 252 to 262, dracut 059 to 112 and ostree 2022.7 to 2026.4.
const troubles: readonly (ConsoleTrouble & { readonly pattern: RegExp })[] = [
  {
    pattern: /Kernel panic - not syncing: .*(?:deadlocked on memory|out of memory)/i,
    what: "the kernel ran out of memory",
    hint: moreMemory,
  },
  {
    pattern: /Initramfs unpacking failed: write error/,
    what: "the initramfs does not fit into the machine's memory",
    hint: moreMemory,
  },
  {
    pattern: /Kernel panic - not syncing: VFS: Unable to mount root fs/,
    what: "the kernel found no usable initramfs (kernel panic)",
    hint: "Look for messages about the initramfs in the console's log, and at initramfs-args in the treefile.",
  },
  {
    pattern: /Kernel panic - not syncing: Attempted to kill init/,
    what: "the first process of the system died (kernel panic)",
    hint: readTheLog,
  },
  { pattern: /Kernel panic - not syncing/, what: "the kernel panicked", hint: readTheLog },
  {
    pattern: /Dependency failed for (?:sysroot\.mount|\/sysroot)|Could not boot\./,
    what: "the initramfs did not find the root file system",
    hint: "The initramfs must contain the drivers virtio_blk and ext4: build it with --no-hostonly.",
  },
  {
    pattern: /Failed to (?:mount (?:sysroot\.mount|\/sysroot)|start ostree-prepare-root)/,
    what: "the initramfs could not prepare the deployment as root file system",
    hint: readTheLog,
  },
  {
    pattern: /no usable init/,
    what: "the tree has no init to start",
    hint: "The treefile must install systemd-sysv.",
  },
  {
    // systemd's own format for an emergency.
    pattern: /^\[!!!!!!\]|Freezing execution/,
    what: "systemd gave up",
    hint: readTheLog,
  },
  {
    pattern:
      /Entering emergency mode|You are in emergency mode|Reached target (?:emergency\.target|Emergency Mode)/,
    what: "the system went into emergency mode",
    hint: "The first failed unit in the console's log says why; usually a file system could not be mounted.",
  },
  {
    pattern: /You are in rescue mode|Reached target (?:rescue\.target|Rescue Mode)/,
    what: "the system went into rescue mode",
    hint: readTheLog,
  },
];

/** Names the trouble that a line of the console announces; returns undefined if it announces none. */
export function recogniseTrouble(line: string): ConsoleTrouble | undefined {
  const found = troubles.find(({ pattern }) => pattern.test(line));
  return found && { what: found.what, hint: found.hint };
}
