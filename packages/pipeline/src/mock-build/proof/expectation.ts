import { parsePackageFileName } from "@debootc/core/deb/package-file-name";
import { fieldOf } from "@debootc/core/deb822/stanzas";
import { DebootcError } from "@debootc/core/error/debootc-error";
import { parseBuildinfo } from "@debootc/core/mock-build/buildinfo";
import { sourceAndVersion } from "@debootc/core/mock-build/control-file";
import {
  entryOfBuildinfo,
  type ExpectedRebuild,
  expectedRebuild,
} from "@debootc/core/mock-build/expected-rebuild";
import { parseChanges } from "@debootc/core/mock-build/changes";
import type { Digest } from "@debootc/core/record/digest";
import { hasErrno, reasonOf } from "@debootc/tools/errno";
import { fileDigest } from "@debootc/tools/files/file-digest";
import { readControl } from "@debootc/tools/dpkg/dpkg-deb";
import { readFile } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { readRebuildEntry } from "./read-rebuild-entry.ts";

/** Describes what a built package is compared with. */
export interface ExpectedFile {
  /** File name. */
  readonly name: string;
  /** Name and architecture, which identify the built package, whatever its version. */
  readonly package: string;
  readonly architecture: string;
  readonly sha256: Digest;
  /** Path of the package itself, if it is available: only then can a difference be explained. */
  readonly path?: string;
  /** Present if it comes from a binary rebuild. */
  readonly rebuild?: ExpectedRebuild;
}

export interface Expectation {
  readonly files: readonly ExpectedFile[];
  /** These are all the files to build: an additional one is also a difference. */
  readonly isComplete: boolean;
}

/**
 * Reads what `--verify` names: packages, or a .changes or .buildinfo with the hashes of packages; packages next to it
 * are used to explain differences. Undefined if nothing is named. Throws `usage`, `source-invalid`.
 */
export async function readExpectation(paths: readonly string[]): Promise<Expectation | undefined> {
  if (paths.length === 0) return undefined;
  const parts = await Promise.all(paths.map(readOne));
  const files = parts.flatMap((part) => part.files);
  const twice = files.find((file, index) => files.findIndex((other) => other.name === file.name) !== index);
  if (twice !== undefined) {
    throw new DebootcError("usage", `--verify names ${twice.name} twice`, {
      hint: "Give each package once.",
    });
  }
  return { files, isComplete: parts.some(({ isComplete }) => isComplete) };
}

async function readOne(path: string): Promise<Expectation> {
  if (path.endsWith(".changes") || path.endsWith(".buildinfo")) {
    const text = await read(path);
    const { files, rebuild } = path.endsWith(".changes") ? ofChanges(text, path) : ofBuildinfo(text, path);
    const debs = files.flatMap(({ name, sha256 }) => {
      const named = parsePackageFileName(name);
      return named === undefined
        ? []
        : [{ name, sha256, ...rebuild, package: named.package, architecture: named.architecture }];
    });
    if (debs.length === 0) {
      throw new DebootcError("usage", `--verify: ${path} names no package to compare with`, {
        hint: "Give the file of a build of binary packages, not of a source-only build.",
      });
    }
    const expected = debs.map(async (deb): Promise<ExpectedFile> => {
      const beside = join(dirname(path), deb.name);
      const isThere = (await digestIfThere(beside)) === deb.sha256;
      return { ...deb, ...(isThere ? { path: beside } : {}) };
    });
    return { files: await Promise.all(expected), isComplete: true };
  }
  if (!/\.u?deb$/.test(path)) {
    throw new DebootcError("usage", `--verify: cannot compare with ${path}`, {
      hint: "Allowed are packages (.deb, .udeb), a .changes and a .buildinfo.",
    });
  }
  return { files: [await readDeb(path)], isComplete: false };
}

function ofChanges(text: string, path: string) {
  const { files, version, sourceVersion } = parseChanges(text, path);
  return { files, rebuild: rebuildOf(version, sourceVersion, undefined) };
}

function ofBuildinfo(text: string, path: string) {
  const { files, version, sourceVersion, binaryOnlyChanges: changes } = parseBuildinfo(text, path);
  const changelog = changes === undefined ? undefined : entryOfBuildinfo(changes);
  return { files, rebuild: rebuildOf(version, sourceVersion, changelog) };
}

function rebuildOf(
  version: string,
  sourceVersion: string | undefined,
  changelog: string | undefined,
): Pick<ExpectedFile, "rebuild"> {
  const rebuild = expectedRebuild({ version, sourceVersion, changelog });
  return rebuild === undefined ? {} : { rebuild };
}

async function readDeb(path: string): Promise<ExpectedFile> {
  const digest = await digestIfThere(path);
  if (digest === undefined) throw missing(path);
  const control = await readControl(path);
  const version = fieldOf(control, "Version") ?? "";
  const { version: sourceVersion } = sourceAndVersion(fieldOf(control, "Source") ?? "");
  const isRebuilt = rebuildOf(version, sourceVersion, undefined).rebuild !== undefined;
  return {
    ...rebuildOf(version, sourceVersion, isRebuilt ? await readRebuildEntry(path) : undefined),
    name: basename(path),
    package: fieldOf(control, "Package") ?? "",
    architecture: fieldOf(control, "Architecture") ?? "",
    sha256: digest,
    path,
  };
}

async function read(path: string): Promise<string> {
  try {
    return await readFile(path, "utf8");
  } catch (error) {
    if (hasErrno(error, "ENOENT")) throw missing(path);
    throw new DebootcError("usage", `--verify: cannot read ${path}: ${reasonOf(error)}`, { cause: error });
  }
}

async function digestIfThere(path: string): Promise<Digest | undefined> {
  try {
    return (await fileDigest(path)).digest;
  } catch (error) {
    if (hasErrno(error, "ENOENT")) return undefined;
    throw error;
  }
}

function missing(path: string): DebootcError {
  return new DebootcError("usage", `--verify: ${path} does not exist`, {
    hint: "Give the archive's package as a file: apt-get download NAME=VERSION fetches one.",
  });
}
