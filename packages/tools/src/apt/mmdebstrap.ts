import { lstat } from "node:fs/promises";
import { join } from "node:path";
import { type Outcome, run } from "../run.ts";
import { hostTool, mergedNames, type ProgramRoot } from "../sandbox/sandbox.ts";
import { isInUserNamespace } from "../sandbox/user-namespace.ts";

interface Bootstrap {
  /** Host directory that becomes the root; exists and is empty. */
  readonly root: string;
  /** Flat repository of exactly the .debs to install, with `Packages`. */
  readonly pool: string;
  /** Executables run with the root as argument once the essential packages are unpacked, before any is configured. */
  readonly extractHooks?: readonly string[];
  /** Executables run with the root as argument once the essential packages are configured. */
  readonly essentialHooks?: readonly string[];
  /** Directory the hooks read, seen by them under the same path. */
  readonly hookDirectory?: string;
  /** Root whose mmdebstrap, apt and dpkg do it; the host's when absent. */
  readonly programs?: string;
  readonly architecture: string;
  readonly packages: readonly string[];
  /** Options of dpkg without `--`; mmdebstrap leaves them in /etc/dpkg/dpkg.cfg.d/99mmdebstrap. */
  readonly dpkgOptions?: readonly string[];
  /** SOURCE_DATE_EPOCH, seconds. */
  readonly timestamp: number;
  readonly onLine: (line: string) => void;
  readonly signal: AbortSignal;
}

/**
 * Unpacks and configures packages with mmdebstrap inside the sandbox. What is in the pool is what gets
 * installed: apt inside has no other source and no network.
 */
export async function bootstrapRoot(bootstrap: Bootstrap): Promise<Outcome> {
  const target = "/work/root";
  // The /proc that is mounted there belongs to root of the machine, so that tar may not give it the owner and mode that
  // base-files has for it. dpkg leaves a directory that is there as it is.
  const tarOptions = (await isInUserNamespace()) ? { TAR_OPTIONS: "--exclude=./proc" } : {};
  const command = {
    tool: "mmdebstrap",
    args: [
      "--verbose",
      "--mode=root",
      "--variant=essential",
      "--format=directory",
      `--architectures=${bootstrap.architecture}`,
      // The sandbox made the mounts; mmdebstrap may make none itself.
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
    // Debian's kernel hooks for dracut stay quiet when INITRD is No: the initramfs is made once, at the end.
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
  return run(
    hostTool(target, command, {
      withoutSync: true,
      ...(bootstrap.programs === undefined ? {} : { programs: await programRoot(bootstrap.programs) }),
      binds: [
        { source: bootstrap.root, target, writable: true },
        { source: bootstrap.pool, target: "/pool" },
        ...(bootstrap.hookDirectory === undefined
          ? []
          : [{ source: bootstrap.hookDirectory, target: bootstrap.hookDirectory }]),
      ],
    }),
  );
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
