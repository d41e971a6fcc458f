import { DebootcError } from "@debootc/core/error/debootc-error";
import { run } from "../run.ts";
import { isInUserNamespace } from "./user-namespace.ts";

interface Overlay {
  /** Read-only directories, the topmost first. */
  readonly lower: readonly string[];
  /** Receives all changes. */
  readonly upper: string;
  /** Empty, on the file system of `upper`. */
  readonly work: string;
  readonly target: string;
}

/**
 * Mounts layers as one tree in the mount namespace of this process; the mount goes away with the namespace. `index=on`
 * keeps the hard links of lower layers intact when a file is changed through one of its names
 * (Documentation/filesystems/overlayfs.rst). Throws `chroot-failed`.
 */
export async function mountOverlay(overlay: Overlay, signal?: AbortSignal): Promise<void> {
  const { lower, upper, work, target } = overlay;
  refuseSeparators([...lower, upper, work]);
  const options = [
    `lowerdir=${lower.join(":")}`,
    `upperdir=${upper}`,
    `workdir=${work}`,
    "index=on",
    // Root of a user namespace may not write the attributes that overlayfs uses by default.
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
    throw new DebootcError("chroot-failed", `cannot mount the layers of the chroot: ${error.message}`, {
      hint: "Keep the cache on a file system that overlayfs accepts for its upper layer, such as ext4, xfs or btrfs.",
      cause: error,
    });
  }
}

/** Mounts an empty directory in memory, accessible to root only. */
export async function mountMemory(target: string, sizeBytes: number, signal?: AbortSignal): Promise<void> {
  await run({
    tool: "mount",
    args: ["-t", "tmpfs", "-o", `size=${sizeBytes},mode=0700`, "tmpfs", target],
    ...(signal === undefined ? {} : { signal }),
  });
}

/** Detaches a mount from this process's namespace; one that is still in use ends with its last user. */
export async function unmount(target: string): Promise<void> {
  await run({ tool: "umount", args: ["--lazy", target] });
}

function refuseSeparators(paths: readonly string[]): void {
  const wrong = paths.find((path) => /[,:\\]/.test(path));
  if (wrong === undefined) return;
  throw new DebootcError(
    "usage",
    `cannot use ${JSON.stringify(wrong)} as a layer: mount cannot parse such a path`,
    {
      hint: "Choose directories whose paths contain no comma, colon or backslash.",
    },
  );
}
