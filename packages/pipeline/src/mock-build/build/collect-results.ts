import { fieldOf } from "@debootc/core/deb822/stanzas";
import { DebootcError } from "@debootc/core/error/debootc-error";
import type { BuiltFile } from "@debootc/core/mock-build/build-record";
import { fileDigest } from "@debootc/tools/file-digest";
import { constants } from "node:fs";
import { copyFile, lstat, readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { buildDirectory } from "./build-user.ts";

/**
 * Copies what a build made, the .changes and what it names, out of the chroot. All processes of the build are gone;
 * what they left is hostile: only regular files are taken, and no link is followed. Throws `build-failed`.
 */
export async function collectResults(root: string, directory: string): Promise<BuiltFile[]> {
  const place = join(root, buildDirectory);
  const changes = (await readdir(place)).filter((name) => name.endsWith(".changes"));
  const [name] = changes;
  if (name === undefined || changes.length > 1) {
    throw new DebootcError(
      "build-failed",
      name === undefined ? "the build made no .changes file" : `the build made ${changes.join(" and ")}`,
      { hint: "dpkg-genchanges writes one .changes for a build: look at the end of build.log." },
    );
  }
  await takeFile(place, name, directory);
  const names = namedFiles(await readFile(join(directory, name), "utf8"));
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

async function takeFile(from: string, name: string, to: string): Promise<void> {
  const isPlain = /^[A-Za-z0-9][A-Za-z0-9.+~_:-]*$/.test(name);
  if (!isPlain || !(await lstat(join(from, name))).isFile()) {
    throw new DebootcError(
      "build-failed",
      `the build gives ${JSON.stringify(name)} as a result, which is no regular file beside its .changes`,
    );
  }
  await copyFile(join(from, name), join(to, name), constants.COPYFILE_EXCL);
}
