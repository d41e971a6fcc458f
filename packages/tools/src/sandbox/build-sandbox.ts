import { buildUser } from "@debootc/core/mock-build/chroot/build-user";
import { DebootcError } from "@debootc/core/error/debootc-error";
import { join, normalize } from "node:path";
import { sandboxFilter } from "./sandbox-filter.ts";
import { type Command, enterRoot } from "../run.ts";
import { type Bind, bind, capabilities, protectedProc } from "./sandbox.ts";

interface Tmpfs {
  /** Absolute path inside. */
  readonly target: string;
  /** Half of the machine's memory when absent. */
  readonly sizeBytes?: number;
  /** Octal mode of its top directory, `1777` when absent. */
  readonly mode?: string;
}

export interface BuildView {
  /** Host directory, usually a mounted overlay; writable inside. */
  readonly root: string;
  /** `builder` has no capability. */
  readonly user: "root" | "builder";
  /** User and group of `builder`, when it is not the usual one. */
  readonly builderId?: number;
  /** `none`: a network of its own with loopback. `shared`: that of the calling process, whose counters tell of attempts. */
  readonly network: "none" | "shared";
  readonly binds?: readonly Bind[];
  /** Beside /tmp, /run and /dev/shm, which are always there and may be given here with a size. */
  readonly tmpfs?: readonly Tmpfs[];
  readonly env?: Readonly<Record<string, string>>;
  /** Where the command starts, absolute path inside; `/` when absent. */
  readonly cwd?: string;
  readonly hostname?: string;
  /** Flushing to disk succeeds without being done; so it is when absent, for the layer is thrown away. */
  readonly withoutSync?: boolean;
  /**
   * A person sits at the terminal: it is left to the command. Otherwise it gets none, for what runs there could type
   * commands into it (TIOCSTI) that the person's shell reads at the end.
   */
  readonly terminal?: boolean;
}

/** Questions go where they fail at once and are counted. */
const names: Bind = {
  source: join(import.meta.dirname, "../../data/build-root/resolv.conf"),
  target: "/etc/resolv.conf",
};

/**
 * Runs a command in the root of a package build: the root is writable; /dev is minimal with pts and shm; /tmp and /run
 * are in memory; /etc/resolv.conf leads nowhere; nothing of the host and no device is seen. When it ends,
 * all that it started is gone. The command fails with `package-broken` when a package put a link in the way.
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
    tool: enterRoot,
    args: [
      ...[root, "/proc", "/dev", ...targets, "--"],
      ...["bwrap", ...options.flat(), "--"],
      ...firstProcess,
      ...(user === "root" ? [] : asBuilder(view.builderId ?? buildUser.id)),
      ...[command.tool, ...command.args],
    ],
    env: { ...command.env, ...view.env },
    descriptor3: sandboxFilter({ withoutSync }),
  };
}

const standardTmpfs: readonly Tmpfs[] = [
  { target: "/tmp" },
  { target: "/run", mode: "0755" },
  { target: "/dev/shm" },
];

/**
 * Process 1 of the sandbox: it waits for the command and for orphans, and ends with the command. bwrap then waits until the
 * kernel has ended every other process; with its own process 1 it would not, and a daemon could outlive it by a moment,
 * in which results are collected.
 */
const firstProcess = ["/bin/sh", "-c", '"$@"; exit $?', "sh"];

/** What it takes to become `builder`, and nothing that root of the host's files could do meanwhile. */
const identityOnly = ["CAP_SETGID", "CAP_SETUID"] as const;

function asBuilder(id: number): string[] {
  return ["setpriv", `--reuid=${id}`, `--regid=${id}`, "--clear-groups", "--inh-caps=-all", "--"];
}

function mountTmpfs({ target, sizeBytes, mode = "1777" }: Tmpfs): string[] {
  const size = sizeBytes === undefined ? [] : ["--size", String(sizeBytes)];
  return ["--perms", mode, ...size, "--tmpfs", target];
}

/** The check for links goes up a path name by name. */
function refuseCrooked(paths: readonly string[]): void {
  const crooked = paths.find(
    (path) => !path.startsWith("/") || normalize(path) !== path || path.endsWith("/"),
  );
  if (crooked === undefined) return;
  throw new DebootcError("usage", `${JSON.stringify(crooked)} cannot be mounted in a build`, {
    hint: "Give an absolute path without a slash at its end and without . and .. in it, such as /srv/data.",
  });
}
