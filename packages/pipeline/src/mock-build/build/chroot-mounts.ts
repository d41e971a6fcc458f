import type { ChrootMount } from "@debootc/core/mock-build/chroot/chroot-configuration";
import type { BuildView } from "@debootc/tools/sandbox/build-sandbox";

/** Mounts of a chroot's configuration as the sandbox takes them. */
export function chrootMounts(mounts: readonly ChrootMount[]): Pick<BuildView, "binds" | "tmpfs"> {
  return {
    binds: mounts.flatMap(({ source, target, writable = false }) =>
      source === undefined ? [] : [{ source, target, writable }],
    ),
    tmpfs: mounts.flatMap(({ type, target }) => (type === "tmpfs" ? [{ target }] : [])),
  };
}
