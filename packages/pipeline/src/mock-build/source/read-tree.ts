import { type ChangelogEntry, parseChangelog } from "@debootc/core/source-package/changelog";
import { DebootcError } from "@debootc/core/error/debootc-error";
import { gbpUpstreamTag } from "@debootc/core/source-package/gbp-upstream-tag";
import { parseVersion, type VersionParts } from "@debootc/core/version/debian-version";
import { hasErrno } from "@debootc/tools/errno";
import { lstat, readdir, stat } from "node:fs/promises";
import { join } from "node:path";
import { directoriesWithDebian } from "./directories-with-debian.ts";
import { readSmallFile } from "./read-small-file.ts";
import { directoryName, type TreeName } from "./tree-name.ts";

/** Describes an unpacked source tree from which debootc can make a source package. */
export interface SourceTree {
  readonly path: string;
  readonly name: TreeName;
  readonly entry: ChangelogEntry;
  readonly version: VersionParts;
  /** `1.0` if debian/source/format is missing, as in dpkg-source. */
  readonly format: string;
  /** The tag of the upstream version by debian/gbp.conf. */
  readonly upstreamTag: string | undefined;
  /** Files that a build left behind and that would become part of the package. */
  readonly leftovers: readonly string[];
}

const largest = 64 * 1024 * 1024;

/** Inspects a tree without running anything in it. Throws `source-invalid` if its debian/ is not valid. */
export async function readTree(path: string, name: TreeName = directoryName(path)): Promise<SourceTree> {
  await need(
    { path, name },
    "",
    "directory",
    "A directory to build from must be an unpacked source package.",
  );
  const hint = "debian/ must be a directory of the tree itself: packages are built from it.";
  await need({ path, name }, "debian", "directory", hint).catch(async (error: unknown) => {
    const below = await directoriesWithDebian(path);
    if (!(error instanceof DebootcError) || below.length === 0) throw error;
    const named = below.slice(0, 3).map(name.argumentFor).join(", ");
    throw new DebootcError("source-invalid", error.message, {
      hint: `There is a debian/ below it: name ${named}`,
    });
  });
  for (const file of ["changelog", "control", "rules"])
    await need(
      { path, name },
      `debian/${file}`,
      "file",
      `Every source package has debian/${file} as a file.`,
    );
  const text = await smallFile({ path, name }, "debian/changelog", largest);
  const entry = parseChangelog(text, name.of("debian/changelog"));
  const version = parseVersion(entry.version);
  if (version === undefined)
    throw new DebootcError("internal-fault", `${entry.version} was read as a version`);
  const format = (await optionalFile({ path, name }, "debian/source/format", 1024))?.trim() ?? "1.0";
  if (format === "3.0 (quilt)" && version.revision === undefined) throw revisionMissing(name, entry.version);
  return {
    path,
    name,
    entry,
    version,
    format,
    upstreamTag: gbpUpstreamTag(
      (await optionalFile({ path, name }, "debian/gbp.conf", largestSettings)) ?? "",
      version.upstream,
    ),
    leftovers: await leftoversIn(join(path, "debian")),
  };
}

function revisionMissing(name: TreeName, version: string): DebootcError {
  return new DebootcError(
    "source-invalid",
    `${name.of("debian/changelog")} has the version ${version} without a revision, but the format 3.0 (quilt) needs one`,
    {
      hint: `Write the version as ${version}-1, or \`3.0 (native)\` into debian/source/format if the package has no upstream.`,
    },
  );
}

const largestSettings = 1024 * 1024;

type NamedTree = Pick<SourceTree, "path" | "name">;

/** Requires a file or directory; a link would let the package read something outside the tree. */
async function need(
  { path, name }: NamedTree,
  file: string,
  kind: "file" | "directory",
  hint: string,
): Promise<void> {
  const refuse = (what: string) => new DebootcError("source-invalid", `${name.of(file)} ${what}`, { hint });
  try {
    const found = await lstat(join(path, file));
    if (found.isSymbolicLink() && file === "") return;
    if (found.isSymbolicLink()) throw refuse("is a link");
    if (kind === "file" ? !found.isFile() : !found.isDirectory()) throw refuse(`is not a ${kind}`);
  } catch (error) {
    if (hasErrno(error, "ENOENT", "ENOTDIR")) throw refuse("does not exist");
    throw error;
  }
}

async function smallFile({ path, name }: NamedTree, file: string, most: number): Promise<string> {
  return (await readSmallFile(join(path, file), most, name.of(file))).toString();
}

async function optionalFile(tree: NamedTree, file: string, most: number): Promise<string | undefined> {
  try {
    await stat(join(tree.path, file));
  } catch (error) {
    if (hasErrno(error, "ENOENT", "ENOTDIR")) return undefined;
    throw error;
  }
  return await smallFile(tree, file, most);
}

const leftBehind =
  /^(?:files|\.debhelper|debhelper-build-stamp|tmp|.*\.(?:substvars|debhelper\.log|postinst\.debhelper|prerm\.debhelper))$/;

async function leftoversIn(debian: string): Promise<string[]> {
  return (await readdir(debian))
    .filter((name) => leftBehind.test(name))
    .map((name) => `debian/${name}`)
    .sort();
}
