import { DebootcError } from "@debootc/core/error/debootc-error";
import { run } from "../run.ts";
import { isInUserNamespace } from "./user-namespace.ts";

interface Overlay {
  /** Directories that are only read, the upper one first. */
  readonly lower: readonly string[];
  /** Takes all changes. */
  readonly upper: string;
  /** Empty, on the file system of `upper`. */
  readonly work: string;
  readonly target: string;
}

/**
 * Mounts layers as one tree in the mount namespace of this process, with which the mount goes. `index=on` keeps the
 * hard links of lower layers whole when one of their names is changed (Documentation/filesystems/overlayfs.rst).
 * Throws `chroot-failed`.
 */
export async function mountOverlay(overlay: Overlay, signal?: AbortSignal): Promise<void> {
  const { lower, upper, work, target } = overlay;
  refuseSeparators([...lower, upper, work]);
  const options = [
    `lowerdir=${lower.join(":")}`,
    `upperdir=${upper}`,
    `workdir=${work}`,
    "index=on",
    // Root of a user namespace may not write the attributes that overlayfs keeps its notes in otherwise.
    ...((await isInUserNamespace()) ? ["userxattr"] : []),
  ];
  try {
    await run({
      tool: "mount",
      args: ["-t", "overlay", "-o", options.join(","), "overlay", target],
      ...(signal === undefined ? {} : { signal }),
    });
  } catch (error) {
    if (!(error instanceof DebootcError) || error.code !== "tool-failed") throw error;
    throw new DebootcError("chroot-failed", `the layers of the chroot cannot be mounted: ${error.message}`, {
      hint: "The cache must be on a file system that overlayfs takes as its upper one, such as ext4, xfs or btrfs.",
      cause: error,
    });
  }
}

/** Mounts an empty directory in memory, for root alone. */
export async function mountMemory(target: string, sizeBytes: number, signal?: AbortSignal): Promise<void> {
  await run({
    tool: "mount",
    args: ["-t", "tmpfs", "-o", `size=${sizeBytes},mode=0700`, "tmpfs", target],
    ...(signal === undefined ? {} : { signal }),
  });
}

/** Takes a mount out of this process's namespace; one that is still used goes when its last user has. */
export async function unmount(target: string): Promise<void> {
  await run({ tool: "umount", args: ["--lazy", target] });
}

function refuseSeparators(paths: readonly string[]): void {
  const wrong = paths.find((path) => /[,:\\]/.test(path));
  if (wrong === undefined) return;
  throw new DebootcError(
    "usage",
    `${JSON.stringify(wrong)} cannot be a layer: mount cannot read such a path`,
    {
      hint: "Choose directories whose paths have no comma, colon or backslash.",
    },
  );
}
