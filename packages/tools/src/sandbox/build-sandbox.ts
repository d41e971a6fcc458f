import { buildUser } from "@debootc/core/mock-build/chroot/build-user";
import { DebootcError } from "@debootc/core/error/debootc-error";
import { join, normalize } from "node:path";
import { sandboxFilter } from "./sandbox-filter.ts";
import type { Command } from "../run.ts";
import { enterRoot, refusedSandbox } from "./refused-sandbox.ts";
import { type Bind, bind, capabilities, protectedProc } from "./sandbox.ts";

interface Tmpfs {
  /** Absolute path inside. */
  readonly target: string;
  /** Half of the machine's memory if absent. */
  readonly sizeBytes?: number;
  /** Octal mode of its top directory, `1777` if absent. */
  readonly mode?: string;
}

export interface BuildView {
  /** Host directory, usually a mounted overlay; writable inside. */
  readonly root: string;
  /** `builder` has no capability. */
  readonly user: "root" | "builder";
  /** User and group id of `builder`, if not the usual one. */
  readonly builderId?: number;
  /** `none`: its own network with loopback only. `shared`: that of the caller, whose counters show attempts. */
  readonly network: "none" | "shared";
  readonly binds?: readonly Bind[];
  /** In addition to /tmp, /run and /dev/shm, which always exist and may be given here to set a size. */
  readonly tmpfs?: readonly Tmpfs[];
  readonly env?: Readonly<Record<string, string>>;
  /** Directory in which the command starts, an absolute path inside; `/` if absent. */
  readonly cwd?: string;
  readonly hostname?: string;
  /** Flushing to disk succeeds without doing anything. True if absent, because the layer is thrown away. */
  readonly withoutSync?: boolean;
  /**
   * A person sits at the terminal, so the command keeps it. Otherwise the command gets no terminal, because it could
   * type input into it (TIOCSTI) that the person's shell would run afterwards.
   */
  readonly terminal?: boolean;
}

/** Sends name look-ups to an address where they fail at once and are counted. */
const names: Bind = {
  source: join(import.meta.dirname, "../../data/build-root/resolv.conf"),
  target: "/etc/resolv.conf",
};

/**
 * Runs a command in the root of a package build: the root is writable; /dev is minimal with pts and shm; /tmp and /run
 * are in memory; /etc/resolv.conf leads nowhere; the host and its devices are invisible. When the command ends, all its
 * processes are gone. It fails with `package-broken` if a package put a link in the way of a mount.
 */
export function buildSandbox(view: BuildView, command: Command): Command {
  const { root, user, network, binds = [], tmpfs = [], withoutSync = true, terminal = false } = view;
  const inMemory = [
    ...standardTmpfs.filter(({ target }) => !tmpfs.some((given) => given.target === target)),
    ...tmpfs,
  ];
  const bound = [...(binds.some(({ target }) => target === names.target) ? [] : [names]), ...binds];
  const targets = [...inMemory, ...bound].map(({ target }) => target);
  refuseCrooked([...targets, root]);
  const options = [
    ["--die-with-parent", "--unshare-pid", "--unshare-ipc", "--unshare-uts", "--unshare-cgroup-try"],
    ["--as-pid-1"],
    network === "none" ? ["--unshare-net"] : [],
    terminal ? [] : ["--new-session"],
    ["--hostname", view.hostname ?? "debootc"],
    ["--cap-drop", "ALL"],
    ...(user === "root" ? capabilities : identityOnly).map((capability) => ["--cap-add", capability]),
    ["--bind", root, "/"],
    ["--proc", "/proc"],
    ["--dev", "/dev"],
    ...inMemory.map(mountTmpfs),
    ["--perms", "1777", "--dir", "/run/lock"],
    ...protectedProc("/proc"),
    ...bound.map(bind),
    ["--seccomp", "3"],
    ["--chdir", view.cwd ?? "/"],
  ];
  return {
    ...command,
    foreign: { writes: [root, ...binds.flatMap(({ source, writable }) => (writable ? [source] : []))] },
    tool: enterRoot,
    args: [
      ...[root, "/proc", "/dev", ...targets, "--"],
      ...["bwrap", ...options.flat(), "--"],
      ...firstProcess,
      ...(user === "root" ? [] : asBuilder(view.builderId ?? buildUser.id)),
      ...[command.tool, ...command.args],
    ],
    env: { ...command.env, ...view.env },
    explain: refusedSandbox,
    descriptor3: sandboxFilter({ withoutSync }),
  };
}

const standardTmpfs: readonly Tmpfs[] = [
  { target: "/tmp" },
  { target: "/run", mode: "0755" },
  { target: "/dev/shm" },
];

/** Lists the directories that are in memory in every build sandbox: what is written there is gone when it ends. */
export const directoriesInMemory: readonly string[] = ["/dev", ...standardTmpfs.map(({ target }) => target)];

/**
 * Process 1 of the sandbox: it waits for the command and for orphans, and ends with the command. bwrap then waits until
 * the kernel has ended every other process. With bwrap's own process 1 it would not wait, and a daemon could outlive
 * the build for a moment, just when results are collected.
 */
const firstProcess = ["/bin/sh", "-c", '"$@"; exit $?', "sh"];

/** The capabilities needed to become `builder`, and none with which root could reach the host's files meanwhile. */
const identityOnly = ["CAP_SETGID", "CAP_SETUID"] as const;

function asBuilder(id: number): string[] {
  return ["setpriv", `--reuid=${id}`, `--regid=${id}`, "--clear-groups", "--inh-caps=-all", "--"];
}

function mountTmpfs({ target, sizeBytes, mode = "1777" }: Tmpfs): string[] {
  const size = sizeBytes === undefined ? [] : ["--size", String(sizeBytes)];
  return ["--perms", mode, ...size, "--tmpfs", target];
}

/** Refuses paths that are not plain: the check for links goes up a path name by name. */
function refuseCrooked(paths: readonly string[]): void {
  const crooked = paths.find(
    (path) => !path.startsWith("/") || normalize(path) !== path || path.endsWith("/"),
  );
  if (crooked === undefined) return;
  throw new DebootcError("usage", `cannot mount ${JSON.stringify(crooked)} in a build`, {
    hint: "Give an absolute path without a trailing slash and without . or .. in it, such as /srv/data.",
  });
}
