import { DebootcError } from "@debootc/core/error/debootc-error";
import { printable } from "@debootc/core/text/printable";
import { parseDsc } from "@debootc/core/source-package/parse-dsc";
import type { SourceFile, SourcePackage } from "@debootc/core/source-package/source-package";
import { hasErrno } from "@debootc/tools/errno";
import { lstat, realpath } from "node:fs/promises";
import { dirname, join } from "node:path";
import { readSmallFile } from "./read-small-file.ts";

interface ReadDsc {
  readonly bytes: Uint8Array;
  readonly source: SourcePackage;
  /** Directory of the files. */
  readonly home: string;
}

/** In bytes; Debian's largest, that of the kernel, has a quarter of a megabyte. */
const largestDsc = 4 * 1024 * 1024;

/**
 * Reads a .dsc and checks the files that it lists next to it without reading them. Throws `source-invalid` with all
 * files that are missing or have another size. `name` is what messages call it.
 */
export async function readDsc(path: string, name: string = path): Promise<ReadDsc> {
  const bytes = await readSmallFile(path, largestDsc, name);
  const source = parseDsc(bytes, name);
  const home = await realpath(dirname(path));
  refuseTroubles(name, await Promise.all(source.files.map((file) => troubleBeforeCopy(home, file))));
  return { bytes, source, home };
}

/** Checks that a file is regular and has the right size before it is read: a pipe would never end. */
async function troubleBeforeCopy(home: string, { name, size }: SourceFile): Promise<string | undefined> {
  const file = join(home, name);
  try {
    const stat = await lstat(file);
    // uscan links the name that dpkg-source wants to the archive that it fetched, in the same directory.
    const target = stat.isSymbolicLink() ? await realpath(file) : file;
    if (dirname(target) !== home) return `${name} is a link that leads out of the directory, to ${target}`;
    const found = await lstat(target);
    if (!found.isFile()) return `${name} is not a regular file`;
    return found.size === size ? undefined : `${name} has ${found.size} bytes instead of ${size}`;
  } catch (error) {
    if (hasErrno(error, "ENOENT")) return `${name} is missing`;
    if (hasErrno(error, "ELOOP")) return `${name} is a link to itself`;
    if (hasErrno(error, "EACCES")) return `${name} cannot be read: permission denied`;
    throw error;
  }
}

/** Throws `source-invalid` for the faulty files of a .dsc. */
export function refuseTroubles(path: string, troubles: readonly (string | undefined)[]): void {
  const found = troubles.filter((trouble) => trouble !== undefined);
  if (found.length === 0) return;
  const isMissing = found.some((trouble) => trouble.endsWith(" is missing"));
  throw new DebootcError(
    "source-invalid",
    [`the files of the source package do not match ${path}:`, ...found.map(printable)].join("\n  "),
    {
      hint: isMissing
        ? "All files that a .dsc lists must be next to it. Fetch the whole package with: dget URL-OF-THE-DSC"
        : "Get the files again from the place where the .dsc came from.",
    },
  );
}
