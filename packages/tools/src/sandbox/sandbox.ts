import { join } from "node:path";
import { sandboxFilter } from "./sandbox-filter.ts";
import { type Command, enterRoot } from "../run.ts";

export interface Bind {
  /** Absolute path on the host. */
  readonly source: string;
  /** Absolute path inside. */
  readonly target: string;
  readonly writable?: boolean;
}

interface SandboxOptions {
  /** The root cannot be changed; what is bound in it keeps its own right. Only for `insideRoot`. */
  readonly readOnly?: boolean;
  readonly binds?: readonly Bind[];
  readonly env?: Readonly<Record<string, string>>;
  /** Flushing to disk succeeds without being done: for what is worth nothing before it is whole. */
  readonly withoutSync?: boolean;
  /** No system call is filtered: for a trial of the namespaces, by sudo, which hands on no filter. */
  readonly withoutFilter?: boolean;
}

interface HostToolOptions extends SandboxOptions {
  /** Root whose programs are used; the host's when absent. */
  readonly programs?: ProgramRoot;
}

/**
 * What maintainer scripts may hold: ownership and identity, but nothing that reaches a mount, a device, a
 * module, the clock or another process of the host. Without CAP_MKNOD no disk of the host can be opened, and
 * without CAP_SYS_ADMIN no mount of the sandbox can be undone.
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

/** A root that programs are taken from. */
export interface ProgramRoot {
  /** Absolute; `/` is the host. */
  readonly root: string;
  /** Which of its directories at the top do not stand in /usr, as in a bookworm that is only unpacked. */
  readonly ownTopLevel: readonly string[];
}

/** Directories at the top of a root that are links into /usr since Debian merged them. */
export const mergedNames = ["bin", "sbin", "lib", "lib64"] as const;

const host: ProgramRoot = { root: "/", ownTopLevel: [] };

/** The programs of a root and what they need to start, all read-only. */
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
 * Runs a command with a root file system of its own: the given directory, writable, with fresh /dev, /proc,
 * /tmp and /run, no /sys of the host and no network. It dies with debootc (`--die-with-parent`). Throws `package-broken`
 * when something is to be mounted over a link: bwrap would follow it on the host (see enter-root.sh).
 */
export function insideRoot(
  root: string,
  command: Command,
  { binds = [], readOnly = false, ...options }: SandboxOptions = {},
): Command {
  const sandbox = wrap(command, options, [
    [readOnly ? "--ro-bind" : "--bind", root, "/"],
    ["--proc", "/proc"],
    ["--dev", "/dev"],
    ["--perms", "1777", "--tmpfs", "/tmp"],
    ["--tmpfs", "/run"],
    ...protectedProc("/proc"),
    ...binds.map(bind),
  ]);
  const targets = ["/proc", "/dev", "/tmp", "/run", ...binds.map(({ target }) => target)];
  return { ...sandbox, tool: enterRoot, args: [root, ...targets, "--", sandbox.tool, ...sandbox.args] };
}

/**
 * Runs one of the host's tools on a directory that becomes a root: the tool sees the host's /usr read-only
 * and nothing else of the host, so a maintainer script that breaks out of its chroot finds an empty house.
 * With `programs` it is the tool of another root, which only has to be unpacked.
 * `target` (inside) gets /dev nodes and /proc before the tool starts; mmdebstrap adds the links in /dev.
 */
export function hostTool(
  target: string,
  command: Command,
  { binds = [], programs = host, ...options }: HostToolOptions = {},
): Command {
  return wrap(command, options, [
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
 * Runs one of the host's tools as root on nothing but the bound paths. What it cannot do there, such as freezing
 * a file system or making a file immutable, it cannot do to the host either.
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

/** Where `inMemory` keeps what must never be on a disk. */
export const memoryDirectory = "/run/memory";

/**
 * Runs one of the host's tools on the bound paths and an empty directory in memory, as the user who started debootc.
 * However it ends, nothing of that directory is left: no key, and no agent that holds one.
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
  { env = {}, withoutSync = false, withoutFilter = false }: Omit<SandboxOptions, "binds" | "readOnly">,
  view: readonly (readonly string[])[],
): Command {
  const options = [
    ["--die-with-parent", "--unshare-net", "--unshare-pid", "--unshare-ipc", "--unshare-uts"],
    // Without a terminal, nothing can type into the one of whoever started debootc.
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
    ...(withoutFilter ? {} : { descriptor3: sandboxFilter({ withoutSync }) }),
  };
}

/** uid 0 may write these by their file modes alone, without any capability. */
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
