import { lstat } from "node:fs/promises";
import { join } from "node:path";
import { type Command, type Outcome, run } from "../run.ts";
import { type Bind, hostTool, mergedNames, type ProgramRoot } from "../sandbox/sandbox.ts";

/** Describes packages that the host's tools install into a root, from outside of it. */
export interface Installation {
  /** Host directory that is the root. */
  readonly root: string;
  /** Flat repository with `Packages` and the .debs; there is no other source. */
  readonly pool: string;
  /** Directory that hooks read, at the same path inside the sandbox. */
  readonly hookDirectory?: string;
  /** Root whose mmdebstrap, apt and dpkg are used; the host's if absent. */
  readonly programs?: string;
  readonly architecture: string;
  readonly packages: readonly string[];
  /** Receives what dpkg and apt report on their status channels: `makeStatusFile`. */
  readonly statusFile: string;
  /** SOURCE_DATE_EPOCH in seconds. */
  readonly timestamp: number;
  readonly onLine: (line: string) => void;
  readonly signal: AbortSignal;
  /** Wraps the sandboxed command, such as for limits. */
  readonly limit?: (command: Command) => Command;
}

/** Names the root inside the sandbox. */
export const installedRoot = "/work/root";

const data = join(import.meta.dirname, "../../data");

/** Returns the environment that all packages are installed in. */
export function installationEnv({ timestamp }: Pick<Installation, "timestamp">) {
  return {
    SOURCE_DATE_EPOCH: String(timestamp),
    // Debian's kernel hooks for dracut do nothing then: the initramfs is made once, at the end.
    INITRD: "No",
    HOME: "/root",
    TMPDIR: "/tmp",
  };
}

/** Runs a command that installs packages into the root, in the sandbox and without network. */
export async function runInstallation(
  command: Pick<Command, "tool" | "args" | "env">,
  installation: Installation,
  binds: readonly Bind[] = [],
): Promise<Outcome> {
  const { programs = "/", hookDirectory: hooks, limit = (sandboxed) => sandboxed } = installation;
  const statusChannel = join(data, "status-channel.pl");
  const sandboxed = hostTool(
    installedRoot,
    { ...command, onLine: installation.onLine, signal: installation.signal },
    {
      withoutSync: true,
      ...(programs === "/" ? {} : { programs: await programRoot(programs) }),
      binds: [
        { source: installation.root, target: installedRoot, writable: true },
        { source: installation.pool, target: "/pool" },
        // See status-channel.pl.
        { source: installation.statusFile, target: "/run/package-status", writable: true },
        { source: join(programs, "usr"), target: "/run/programs" },
        { source: statusChannel, target: "/usr/sbin/chroot" },
        { source: statusChannel, target: "/usr/bin/apt-get" },
        ...(hooks === undefined ? [] : [{ source: hooks, target: hooks }]),
        ...binds,
      ],
    },
  );
  return run(limit(sandboxed));
}

async function programRoot(root: string): Promise<ProgramRoot> {
  const own = await Promise.all(
    mergedNames.map(async (name) => {
      const stat = await lstat(join(root, name)).catch(() => undefined);
      return stat?.isDirectory() ? [name] : [];
    }),
  );
  return { root, ownTopLevel: own.flat() };
}
