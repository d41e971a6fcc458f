import { type ChangelogEntry, parseChangelog } from "@debootc/core/source-package/changelog";
import { DebootcError } from "@debootc/core/error/debootc-error";
import { parseVersion, type VersionParts } from "@debootc/core/version/debian-version";
import { hasErrno } from "@debootc/tools/errno";
import { lstat, readdir } from "node:fs/promises";
import { join } from "node:path";
import { readSmallFile } from "./read-small-file.ts";

/** Describes an unpacked source tree from which debootc can make a source package. */
export interface SourceTree {
  readonly path: string;
  readonly entry: ChangelogEntry;
  readonly version: VersionParts;
  /** `1.0` if debian/source/format is missing, as in dpkg-source. */
  readonly format: string;
  /** Files that a build left behind and that would become part of the package. */
  readonly leftovers: readonly string[];
}

const largest = 64 * 1024 * 1024;

/** Inspects a tree without running anything in it. Throws `source-invalid` if its debian/ is not valid. */
export async function readTree(path: string): Promise<SourceTree> {
  await need(path, "directory", "A directory to build from must be an unpacked source package.");
  await need(
    join(path, "debian"),
    "directory",
    "debian/ must be a directory of the tree itself: packages are built from it.",
  );
  for (const name of ["changelog", "control", "rules"])
    await need(join(path, "debian", name), "file", `Every source package has debian/${name} as a file.`);
  const changelog = join(path, "debian/changelog");
  const entry = parseChangelog((await readSmallFile(changelog, largest)).toString(), changelog);
  const version = parseVersion(entry.version);
  if (version === undefined)
    throw new DebootcError("internal-fault", `${entry.version} was read as a version`);
  return {
    path,
    entry,
    version,
    format: await formatOf(path),
    leftovers: await leftoversIn(join(path, "debian")),
  };
}

/** Requires a file or directory; a link would let the package read something outside the tree. */
async function need(path: string, kind: "file" | "directory", hint: string): Promise<void> {
  const refuse = (what: string) => new DebootcError("source-invalid", `${path} ${what}`, { hint });
  try {
    const stat = await lstat(path);
    if (stat.isSymbolicLink() && kind === "directory" && !path.endsWith("/debian")) return;
    if (stat.isSymbolicLink()) throw refuse("is a link");
    if (kind === "file" ? !stat.isFile() : !stat.isDirectory()) throw refuse(`is not a ${kind}`);
  } catch (error) {
    if (hasErrno(error, "ENOENT", "ENOTDIR")) throw refuse("does not exist");
    throw error;
  }
}

async function formatOf(path: string): Promise<string> {
  const file = join(path, "debian/source/format");
  try {
    await lstat(file);
  } catch (error) {
    if (hasErrno(error, "ENOENT")) return "1.0";
    throw error;
  }
  return (await readSmallFile(file, 1024)).toString().trim();
}

const leftBehind =
  /^(?:files|\.debhelper|debhelper-build-stamp|tmp|.*\.(?:substvars|debhelper\.log|postinst\.debhelper|prerm\.debhelper))$/;

async function leftoversIn(debian: string): Promise<string[]> {
  return (await readdir(debian))
    .filter((name) => leftBehind.test(name))
    .map((name) => `debian/${name}`)
    .sort();
}
