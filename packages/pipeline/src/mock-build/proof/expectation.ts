import { parsePackageFileName } from "@debootc/core/deb/package-file-name";
import { fieldOf } from "@debootc/core/deb822/stanzas";
import { DebootcError } from "@debootc/core/error/debootc-error";
import { parseBuildinfo } from "@debootc/core/mock-build/buildinfo";
import { parseChanges } from "@debootc/core/mock-build/changes";
import type { Digest } from "@debootc/core/record/digest";
import { hasErrno } from "@debootc/tools/errno";
import { fileDigest } from "@debootc/tools/files/file-digest";
import { readControl } from "@debootc/tools/dpkg/dpkg-deb";
import { reasonOf } from "@debootc/tools/reason-of";
import { readFile } from "node:fs/promises";
import { basename, dirname, join } from "node:path";

/** What a built package is held against. */
export interface ExpectedFile {
  /** File name. */
  readonly name: string;
  /** Name and architecture, by which the built package is found whatever its version. */
  readonly package: string;
  readonly architecture: string;
  readonly sha256: Digest;
  /** The package itself, where it is at hand: only then a difference can be explained. */
  readonly path?: string;
}

export interface Expectation {
  readonly files: readonly ExpectedFile[];
  /** They are all that is to be built: something more is a difference, too. */
  readonly isComplete: boolean;
}

/**
 * Reads what `--verify` names: packages, or a .changes or .buildinfo with the hashes of packages; those that lie beside
 * it are used to explain differences. Undefined when nothing is named. Throws `usage`, `source-invalid`.
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
    const { files } = path.endsWith(".changes") ? parseChanges(text, path) : parseBuildinfo(text, path);
    const debs = files.flatMap(({ name, sha256 }) => {
      const named = parsePackageFileName(name);
      return named === undefined
        ? []
        : [{ name, sha256, package: named.package, architecture: named.architecture }];
    });
    if (debs.length === 0) {
      throw new DebootcError("usage", `${path} names no package to compare with`, {
        hint: "Give the one of a build of binary packages, not of the source alone.",
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
    throw new DebootcError("usage", `--verify: ${path} is nothing to compare with`, {
      hint: "Allowed are packages (.deb, .udeb), a .changes and a .buildinfo.",
    });
  }
  return { files: [await readDeb(path)], isComplete: false };
}

async function readDeb(path: string): Promise<ExpectedFile> {
  const digest = await digestIfThere(path);
  if (digest === undefined) throw missing(path);
  const control = await readControl(path);
  return {
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
    throw new DebootcError("usage", `--verify: ${path} cannot be read: ${reasonOf(error)}`, { cause: error });
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
