import { join } from "node:path";
import { sandboxFilter } from "./sandbox-filter.ts";
import type { Command } from "../run.ts";
import { enterRoot, refusedSandbox } from "./refused-sandbox.ts";

export interface Bind {
  /** Absolute path on the host. */
  readonly source: string;
  /** Absolute path inside. */
  readonly target: string;
  readonly writable?: boolean;
}

interface SandboxOptions {
  /** The root is read-only; bind mounts keep their own setting. Only for `insideRoot`. */
  readonly readOnly?: boolean;
  readonly binds?: readonly Bind[];
  readonly env?: Readonly<Record<string, string>>;
  /** Flushing to disk succeeds without doing anything: for results that are worthless until they are complete. */
  readonly withoutSync?: boolean;
  /** No system call is filtered: for testing the namespaces through sudo, which passes on no filter. */
  readonly withoutFilter?: boolean;
  /** Descriptor of this process that the command gets as `statusDescriptor`. Only for `insideRoot`. */
  readonly status?: number;
}

/** Names the descriptor on which a command in a root reports the status of packages. */
export const statusDescriptor = 4;

interface HostToolOptions extends SandboxOptions {
  /** Root whose programs are used; the host's if absent. */
  readonly programs?: ProgramRoot;
}

/**
 * Lists the capabilities of maintainer scripts: ownership and identity, but nothing that reaches a mount, a device, a
 * module, the clock or another process of the host. Without CAP_MKNOD no disk of the host can be opened, and without
 * CAP_SYS_ADMIN no mount of the sandbox can be undone.
 */
export const capabilities = [
  "CAP_AUDIT_WRITE",
  "CAP_CHOWN",
  "CAP_DAC_OVERRIDE",
  "CAP_FOWNER",
  "CAP_FSETID",
  "CAP_KILL",
  "CAP_SETFCAP",
  "CAP_SETGID",
  "CAP_SETUID",
  "CAP_SYS_CHROOT",
] as const;

const deviceNodes = ["null", "zero", "full", "random", "urandom", "tty"] as const;

/** Describes a root from which programs are taken. */
export interface ProgramRoot {
  /** Absolute path; `/` is the host. */
  readonly root: string;
  /** Those of `mergedNames` that are directories, not links into /usr, as in a bookworm that is only unpacked. */
  readonly ownTopLevel: readonly string[];
}

/** Lists the top directories of a root that are links into /usr since Debian merged them. */
export const mergedNames = ["bin", "sbin", "lib", "lib64"] as const;

const host: ProgramRoot = { root: "/", ownTopLevel: [] };

/** Binds the programs of a root and what they need to start, all read-only. */
function programsOf({ root, ownTopLevel }: ProgramRoot): string[][] {
  return [
    ["--ro-bind", join(root, "usr"), "/usr"],
    ...mergedNames.map((name) =>
      ownTopLevel.includes(name)
        ? ["--ro-bind", join(root, name), `/${name}`]
        : ["--symlink", `usr/${name}`, `/${name}`],
    ),
    ...(root === "/"
      ? hostNames
      : [
          ["--ro-bind", join(root, "usr/share/base-passwd/passwd.master"), "/etc/passwd"],
          ["--ro-bind", join(root, "usr/share/base-passwd/group.master"), "/etc/group"],
        ]),
  ];
}

const hostNames: readonly string[][] = [
  ["--ro-bind-try", "/etc/ld.so.cache", "/etc/ld.so.cache"],
  ["--ro-bind-try", "/etc/alternatives", "/etc/alternatives"],
  ["--ro-bind", "/etc/passwd", "/etc/passwd"],
  ["--ro-bind", "/etc/group", "/etc/group"],
];

/**
 * Runs a command with its own root file system: the given directory, writable, with fresh /dev, /proc, /tmp and /run,
 * without the host's /sys and without network. It dies with debootc (`--die-with-parent`). The command fails with
 * `package-broken` if a mount point is a link, because bwrap would follow it on the host (see enter-root.sh).
 */
export function insideRoot(
  root: string,
  command: Command,
  { binds = [], readOnly = false, status, ...options }: SandboxOptions = {},
): Command {
  const foreign = { writes: [root, ...writableIn(binds)] };
  const sandbox = wrap({ ...command, foreign }, options, [
    [readOnly ? "--ro-bind" : "--bind", root, "/"],
    ["--proc", "/proc"],
    ["--dev", "/dev"],
    ["--perms", "1777", "--tmpfs", "/tmp"],
    ["--tmpfs", "/run"],
    ...protectedProc("/proc"),
    ...binds.map(bind),
  ]);
  const targets = ["/proc", "/dev", "/tmp", "/run", ...binds.map(({ target }) => target)];
  return {
    ...sandbox,
    tool: enterRoot,
    args: [
      ...(status === undefined ? [] : [`--keep=${statusDescriptor}`]),
      ...[root, ...targets, "--", sandbox.tool, ...sandbox.args],
    ],
    ...(status === undefined ? {} : { inherited: [status] }),
  };
}

function writableIn(binds: readonly Bind[]): string[] {
  return binds.flatMap(({ source, writable }) => (writable ? [source] : []));
}

/**
 * Runs one of the host's tools on a directory that becomes a root: the tool sees the host's /usr read-only and nothing
 * else of the host, so a maintainer script that breaks out of its chroot finds an empty house. With `programs`, the
 * tool comes from another root, which only has to be unpacked. `target` (inside) gets /dev nodes and /proc before the
 * tool starts; mmdebstrap adds the links in /dev.
 */
export function hostTool(
  target: string,
  command: Command,
  { binds = [], programs = host, ...options }: HostToolOptions = {},
): Command {
  return wrap({ ...command, foreign: { writes: writableIn(binds) } }, options, [
    ...programsOf(programs),
    ...[
      "/etc/dpkg/dpkg.cfg.d",
      "/etc/apt/apt.conf.d",
      "/etc/apt/preferences.d",
      "/etc/apt/trusted.gpg.d",
      "/var/lib/dpkg",
    ].map((directory) => ["--dir", directory]),
    ["--tmpfs", "/tmp"],
    ["--tmpfs", "/run"],
    ["--proc", "/proc"],
    ["--dev", "/dev"],
    ...protectedProc("/proc"),
    ...binds.map(bind),
    ["--proc", `${target}/proc`],
    ...protectedProc(`${target}/proc`),
    ["--tmpfs", `${target}/dev`],
    ...deviceNodes.map((node) => ["--dev-bind", `/dev/${node}`, `${target}/dev/${node}`]),
    ["--dir", `${target}/dev/shm`],
  ]);
}

/**
 * Runs one of the host's tools as root on nothing but the bound paths. It lacks the rights to freeze a file system or
 * make a file immutable, so it cannot do such things to the host either.
 */
export function boundTool(command: Command, { binds = [], ...options }: SandboxOptions = {}): Command {
  return wrap(command, options, [
    ...programsOf(host),
    ["--tmpfs", "/tmp"],
    ["--tmpfs", "/run"],
    ["--proc", "/proc"],
    ["--dev", "/dev"],
    ...protectedProc("/proc"),
    ...binds.map(bind),
  ]);
}

/** Names the directory in which `inMemory` keeps what must never reach a disk. */
export const memoryDirectory = "/run/memory";

/**
 * Runs one of the host's tools on the bound paths and an empty directory in memory, as the user who started debootc.
 * However it ends, nothing of that directory remains: no key, and no agent that holds one.
 */
export function inMemory(command: Command, { binds = [], ...options }: SandboxOptions = {}): Command {
  return wrap(command, options, [
    ...programsOf(host),
    ["--tmpfs", "/tmp"],
    ["--tmpfs", "/run"],
    ["--perms", "0700", "--dir", memoryDirectory],
    ["--proc", "/proc"],
    ["--dev", "/dev"],
    ...protectedProc("/proc"),
    ...binds.map(bind),
  ]);
}

function wrap(
  command: Command,
  {
    env = {},
    withoutSync = false,
    withoutFilter = false,
  }: Omit<SandboxOptions, "binds" | "readOnly" | "status">,
  view: readonly (readonly string[])[],
): Command {
  const options = [
    ["--die-with-parent", "--unshare-net", "--unshare-pid", "--unshare-ipc", "--unshare-uts"],
    // Without a terminal, no program can type into the terminal of whoever started debootc.
    ["--new-session"],
    ["--hostname", "debootc"],
    ["--cap-drop", "ALL"],
    ...capabilities.map((capability) => ["--cap-add", capability]),
    ...view,
    ...(withoutFilter ? [] : [["--seccomp", "3"]]),
    ["--chdir", "/"],
  ];
  return {
    ...command,
    tool: "bwrap",
    args: [...options.flat(), "--", command.tool, ...command.args],
    env: { DEBIAN_FRONTEND: "noninteractive", ...command.env, ...env },
    explain: refusedSandbox,
    ...(withoutFilter ? {} : { descriptor3: sandboxFilter({ withoutSync }) }),
  };
}

/** Makes the files read-only that uid 0 may write by their modes alone, without any capability. */
export function protectedProc(proc: string): string[][] {
  return [
    "acpi",
    "asound",
    "bus",
    "driver",
    "dynamic_debug",
    "fs",
    "irq",
    "mtrr",
    "scsi",
    "sys",
    "sysrq-trigger",
  ].map((name) => ["--ro-bind-try", `/proc/${name}`, `${proc}/${name}`]);
}

export function bind({ source, target, writable = false }: Bind): string[] {
  return [writable ? "--bind" : "--ro-bind", source, target];
}
