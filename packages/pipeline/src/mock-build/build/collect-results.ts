import { fieldOf } from "@debootc/core/deb822/stanzas";
import { DebootcError } from "@debootc/core/error/debootc-error";
import type { BuiltFile } from "@debootc/core/mock-build/records/build-record";
import { freeBytes } from "@debootc/tools/files/disk-use";
import { hasErrno } from "@debootc/tools/errno";
import { plainPath } from "@debootc/tools/files/plain-path";
import { fileDigest } from "@debootc/tools/files/file-digest";
import { constants, type Stats } from "node:fs";
import { copyFile, lstat, readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { buildDirectory } from "@debootc/core/mock-build/chroot/build-user";

/**
 * Copies what a build made, the .changes and what it names, out of the chroot. All processes of the build are gone;
 * what they left is hostile: only regular files are taken, no link is followed, and what has holes or is larger than the
 * room there is fills no disk. Throws `build-failed`, `results-unwritable`.
 */
export async function collectResults(root: string, directory: string): Promise<BuiltFile[]> {
  const place = await plainPath(root, buildDirectory);
  const changes = (await readdir(place)).filter((name) => name.endsWith(".changes"));
  const [name] = changes;
  if (name === undefined || changes.length > 1) {
    throw new DebootcError(
      "build-failed",
      name === undefined ? "the build made no .changes file" : `the build made ${changes.join(" and ")}`,
      { hint: "dpkg-genchanges writes one .changes for a build: look at the end of build.log." },
    );
  }
  await takeFile(place, name, directory, mostChangesBytes);
  const names = new Set(namedFiles(await readFile(join(directory, name), "utf8")));
  names.delete(name);
  for (const one of names) await takeFile(place, one, directory);
  const files = [name, ...names].toSorted();
  return Promise.all(
    files.map(async (one) => {
      const { digest, size } = await fileDigest(join(directory, one));
      return { name: one, size, sha256: digest };
    }),
  );
}

function namedFiles(changes: string): string[] {
  return (fieldOf(changes, "Checksums-Sha256") ?? "").split("\n").flatMap((line) => {
    const name = line.trim().split(/\s+/)[2];
    return name === undefined ? [] : [name];
  });
}

/** It is held in memory. Those of the largest sources have some hundred kilobytes. */
const mostChangesBytes = 16 * 1024 * 1024;

async function takeFile(from: string, name: string, to: string, mostBytes = Infinity): Promise<void> {
  const isPlain = /^[A-Za-z0-9][A-Za-z0-9.+~_:-]*$/.test(name);
  const stat = isPlain ? await statIfThere(join(from, name)) : undefined;
  if (!stat?.isFile()) {
    throw new DebootcError(
      "build-failed",
      `the build gives ${JSON.stringify(name)} as a result, which is no regular file beside its .changes`,
      {
        hint: "The .changes names what it is to consist of: look at what debian/rules puts beside the source tree.",
      },
    );
  }
  if (stat.size > mostBytes) {
    throw new DebootcError("build-failed", `${name} has ${stat.size} bytes, more than ${mostBytes}`, {
      hint: "That is no .changes of dpkg-genchanges.",
    });
  }
  if (stat.size > (await freeBytes(to))) {
    throw new DebootcError(
      "results-unwritable",
      `the build gives ${name} with ${stat.size} bytes as a result, for which ${to} has no room`,
      {
        hint: "Make room there, or give another --cache-dir. A file with holes is larger than the build was.",
      },
    );
  }
  await copyFile(join(from, name), join(to, name), constants.COPYFILE_EXCL);
}

async function statIfThere(path: string): Promise<Stats | undefined> {
  try {
    return await lstat(path);
  } catch (error) {
    if (hasErrno(error, "ENOENT")) return undefined;
    throw error;
  }
}
