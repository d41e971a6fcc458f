import { lstat } from "node:fs/promises";
import { join } from "node:path";
import { type Command, type Outcome, run } from "../run.ts";
import { hostTool, mergedNames, type ProgramRoot } from "../sandbox/sandbox.ts";
import { isInUserNamespace } from "../sandbox/user-namespace.ts";

interface Bootstrap {
  /** Host directory that becomes the root; must exist and be empty. */
  readonly root: string;
  /** Flat repository with `Packages` and exactly the .debs to install. */
  readonly pool: string;
  /** Executables that get the root as argument and run when the essential packages are unpacked but not configured. */
  readonly extractHooks?: readonly string[];
  /** Executables that get the root as argument and run after the essential packages are configured. */
  readonly essentialHooks?: readonly string[];
  /** Directory that the hooks read, at the same path inside the sandbox. */
  readonly hookDirectory?: string;
  /** Root whose mmdebstrap, apt and dpkg are used; the host's if absent. */
  readonly programs?: string;
  readonly architecture: string;
  readonly packages: readonly string[];
  /** Options of dpkg without `--`; mmdebstrap leaves them in /etc/dpkg/dpkg.cfg.d/99mmdebstrap. */
  readonly dpkgOptions?: readonly string[];
  /** Receives what dpkg and apt report on their status channels: `makeStatusFile`. */
  readonly statusFile: string;
  /** SOURCE_DATE_EPOCH in seconds. */
  readonly timestamp: number;
  readonly onLine: (line: string) => void;
  readonly signal: AbortSignal;
  /** Wraps the sandboxed command, such as for limits. */
  readonly limit?: (command: Command) => Command;
}

/**
 * Unpacks and configures packages with mmdebstrap inside the sandbox. Installs exactly what is in the pool: the apt
 * inside has no other source and no network.
 */
export async function bootstrapRoot(bootstrap: Bootstrap): Promise<Outcome> {
  const target = "/work/root";
  const { programs: programsRoot = "/" } = bootstrap;
  // The mounted /proc belongs to the machine's root, so tar may not give it the owner and mode that base-files
  // records. dpkg leaves an existing directory as it is.
  const tarOptions = (await isInUserNamespace()) ? { TAR_OPTIONS: "--exclude=./proc" } : {};
  const command = {
    tool: "mmdebstrap",
    args: [
      "--verbose",
      "--mode=root",
      "--variant=essential",
      "--format=directory",
      `--architectures=${bootstrap.architecture}`,
      // The sandbox has made the mounts; mmdebstrap may not make any.
      "--skip=check/empty,check/qemu,chroot/mount,cleanup/tmp,cleanup/run",
      "--aptopt=APT::Install-Recommends false",
      "--aptopt=APT::Solver internal",
      "--dpkgopt=force-unsafe-io",
      "--dpkgopt=force-confdef",
      "--dpkgopt=force-confold",
      ...(bootstrap.dpkgOptions ?? []).map((option) => `--dpkgopt=${option}`),
      ...(bootstrap.extractHooks ?? []).map((hook) => `--extract-hook=${hook}`),
      ...(bootstrap.essentialHooks ?? []).map((hook) => `--essential-hook=${hook}`),
      `--include=${bootstrap.packages.join(",")}`,
      "",
      target,
      "deb [trusted=yes] copy:///pool ./",
    ],
    // Debian's kernel hooks for dracut do nothing when INITRD is No: the initramfs is made once, at the end.
    env: {
      SOURCE_DATE_EPOCH: String(bootstrap.timestamp),
      INITRD: "No",
      HOME: "/root",
      TMPDIR: "/tmp",
      ...tarOptions,
    },
    onLine: bootstrap.onLine,
    signal: bootstrap.signal,
  };
  const { limit = (sandboxed) => sandboxed } = bootstrap;
  return run(
    limit(
      hostTool(target, command, {
        withoutSync: true,
        ...(bootstrap.programs === undefined ? {} : { programs: await programRoot(bootstrap.programs) }),
        binds: [
          { source: bootstrap.root, target, writable: true },
          { source: bootstrap.pool, target: "/pool" },
          // See status-channel.pl.
          { source: bootstrap.statusFile, target: "/run/package-status", writable: true },
          { source: join(programsRoot, "usr"), target: "/run/programs" },
          { source: statusChannel, target: "/usr/sbin/chroot" },
          { source: statusChannel, target: "/usr/bin/apt-get" },
          ...(bootstrap.hookDirectory === undefined
            ? []
            : [{ source: bootstrap.hookDirectory, target: bootstrap.hookDirectory }]),
        ],
      }),
    ),
  );
}

const statusChannel = join(import.meta.dirname, "../../data/status-channel.pl");

async function programRoot(root: string): Promise<ProgramRoot> {
  const own = await Promise.all(
    mergedNames.map(async (name) => {
      const stat = await lstat(join(root, name)).catch(() => undefined);
      return stat?.isDirectory() ? [name] : [];
    }),
  );
  return { root, ownTopLevel: own.flat() };
}
