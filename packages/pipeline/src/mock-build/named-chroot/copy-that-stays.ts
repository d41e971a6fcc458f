import type { ChrootMount } from "@debootc/core/mock-build/chroot/chroot-configuration";
import { directoriesInMemory } from "@debootc/tools/sandbox/build-sandbox";

/** Is the exit status of a copy whose target is in memory; cp has no such status. */
export const isInMemory = 64;

/**
 * Returns the command that copies a file or directory in a chroot, but not to where it would be gone with the command.
 * Only inside can be seen where a target with links leads.
 */
export function copyThatStays(source: string, target: string, mounts: readonly ChrootMount[]): string[] {
  const places = new Map(directoriesInMemory.map((place) => [place, "memory"]));
  for (const mount of mounts) places.set(mount.target, mount.type === "tmpfs" ? "memory" : "disk");
  // The innermost mount decides.
  const innermost = [...places].toSorted(([a], [b]) => b.length - a.length);
  return [
    "sh",
    "-c",
    script,
    "sh",
    source,
    target,
    ...innermost.map(([place, where]) => `${where}:${place}`),
  ];
}

const script = `
source=$1 target=$2
shift 2
# Into a directory, cp copies under the name of the source.
name=
[ ! -d "$target" ] || name=/\${source##*/}
place=$(readlink -f -- "$target$name") || place=
for mount; do
  case $place/ in
    "\${mount#*:}"/*)
      [ "\${mount%%:*}" = disk ] || exit ${isInMemory}
      break
      ;;
  esac
done
exec cp -a --no-preserve=ownership -- "$source" "$target"
`;
