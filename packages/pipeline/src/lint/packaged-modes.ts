import { debianSourceIds } from "@debootc/core/debian/debian-sources";
import { setIdBits } from "@debootc/core/lint/facts/set-id-files";
import type { LintSubject, PackagedMode } from "@debootc/core/lint/subject/lint-subject";
import type { LockedPackage } from "@debootc/core/lock/lock";
import { escapedName } from "@debootc/core/tar/escaped-name";
import { readTar } from "@debootc/core/tar/read-tar";
import { readFilesystem } from "@debootc/tools/dpkg/dpkg-deb";
import { access } from "node:fs/promises";
import { availableParallelism } from "node:os";
import pLimit from "p-limit";
import { storedDeb } from "../gather/deb-store.ts";

/** Holds the files with set-id bits in some packages, and the names of the packages that were in the store. */
export type PackagedModes = Pick<LintSubject, "packagedModes" | "packagesRead">;

/** Checks whether the rules' own table lists what this package ships: unpacking a whole system takes too long. */
export function isListed({ sourceId }: LockedPackage): boolean {
  return debianSourceIds.has(sourceId);
}

/** Lists the files with set-id bits in the archives of packages, as far as the packages are in the store. */
export async function readPackagedModes(
  packages: readonly LockedPackage[],
  debsDirectory: string,
  signal: AbortSignal,
): Promise<PackagedModes> {
  const limit = pLimit(availableParallelism());
  const read = await limit.map(packages, async ({ name, sha256 }) => ({
    name,
    modes: await modesOf(name, storedDeb(debsDirectory, sha256), signal),
  }));
  return {
    packagedModes: read.flatMap(({ modes = [] }) => modes),
    packagesRead: new Set(read.flatMap(({ name, modes }) => (modes === undefined ? [] : [name]))),
  };
}

async function modesOf(name: string, deb: string, signal: AbortSignal): Promise<PackagedMode[] | undefined> {
  const isStored = await access(deb).then(
    () => true,
    () => false,
  );
  if (!isStored) return undefined;
  const modes: PackagedMode[] = [];
  for await (const { entry } of readTar(readFilesystem(deb, signal), { readName: escapedName })) {
    signal.throwIfAborted();
    // Each further name of a file has the mode of the first.
    if ((entry.type !== "file" && entry.type !== "hardlink") || (entry.mode & setIdBits) === 0) continue;
    const path = entry.path.replace(/^\.?\/?/, "/");
    modes.push({ package: name, path, mode: entry.mode, user: nameOf(entry.uid), group: nameOf(entry.gid) });
  }
  return modes;
}

/** Names an id; packages contain only ids that are the same everywhere. */
function nameOf(id: number): string {
  return id === 0 ? "root" : `#${id}`;
}
