import type { PackagedMode } from "@debootc/core/lint/subject/lint-subject";
import type { LockedPackage } from "@debootc/core/lock/lock";
import { escapedName } from "@debootc/core/tar/escaped-name";
import { readTar } from "@debootc/core/tar/read-tar";
import { readFilesystem } from "@debootc/tools/dpkg/dpkg-deb";
import { access } from "node:fs/promises";
import { availableParallelism } from "node:os";
import pLimit from "p-limit";
import { storedDeb } from "../gather/deb-store.ts";

const setIdBits = 0o6000;
/** The suite's own archive (see `LockedPackage`). */
const ofDebian = ["debian", "debian-security"];

/**
 * Lists the files with set-id bits in packages from sources other than Debian's, as far as the packages are in the
 * store. The rule has a table for Debian's own: unpacking a whole system for it would take longer than all the rest.
 */
export async function packagedModes(
  packages: readonly LockedPackage[],
  debsDirectory: string,
  signal: AbortSignal,
): Promise<PackagedMode[]> {
  const limit = pLimit(availableParallelism());
  const others = packages.filter(({ sourceId }) => !ofDebian.includes(sourceId));
  const modes = await limit.map(others, ({ name, sha256 }) =>
    modesOf(name, storedDeb(debsDirectory, sha256), signal),
  );
  return modes.flat();
}

async function modesOf(name: string, deb: string, signal: AbortSignal): Promise<PackagedMode[]> {
  const isStored = await access(deb).then(
    () => true,
    () => false,
  );
  if (!isStored) return [];
  const modes: PackagedMode[] = [];
  for await (const { entry } of readTar(readFilesystem(deb, signal), { readName: escapedName })) {
    signal.throwIfAborted();
    if (entry.type !== "file" || (entry.mode & setIdBits) === 0) continue;
    const path = entry.path.replace(/^\.?\/?/, "/");
    modes.push({ package: name, path, mode: entry.mode, user: nameOf(entry.uid), group: nameOf(entry.gid) });
  }
  return modes;
}

/** Names an id; packages contain only ids that are the same everywhere. */
function nameOf(id: number): string {
  return id === 0 ? "root" : `#${id}`;
}
