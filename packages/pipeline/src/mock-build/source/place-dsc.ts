import { DebootcError } from "@debootc/core/error/debootc-error";
import { printable } from "@debootc/core/treefile/quoted";
import { parseDsc } from "@debootc/core/source-package/parse-dsc";
import type { PlacedSource, SourceFile } from "@debootc/core/source-package/source-package";
import { hasErrno } from "@debootc/tools/errno";
import { fileDigest } from "@debootc/tools/file-digest";
import { writable } from "@debootc/tools/writable";
import { constants } from "node:fs";
import { chmod, copyFile, lstat, mkdir, realpath, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { OperationContext } from "../../worker/operation-context.ts";
import { checkSignature } from "./check-signature.ts";
import { readSmallFile } from "./read-small-file.ts";

interface DscPlacing {
  /** Absolute path of the .dsc. */
  readonly path: string;
  /** Made here. */
  readonly directory: string;
  readonly workDirectory: string;
  readonly requireSignature?: { readonly keyrings: readonly string[] };
}

/** Debian's largest, that of the kernel, has a quarter of a megabyte. */
const largestDsc = 4 * 1024 * 1024;

/**
 * Copies a .dsc and the files it lists into a fresh directory and verifies the copies by size and SHA-256: what the
 * user changes meanwhile cannot reach the build. Throws `source-invalid` with all files that are missing or wrong,
 * `trust-refused` where a signature is required, `results-unwritable`.
 */
export async function placeDsc(placing: DscPlacing, context: OperationContext): Promise<PlacedSource> {
  const { path, directory } = placing;
  const bytes = await readSmallFile(path, largestDsc);
  const source = parseDsc(bytes, path);
  const signedBy = placing.requireSignature && (await checkSignature(bytes, path, placing, context));
  const home = await realpath(dirname(path));
  const troubles = await Promise.all(source.files.map((file) => troubleBeforeCopy(home, file)));
  refuse(path, troubles);
  await writable(directory, () => mkdir(directory, { mode: 0o755 }));
  try {
    await writable(directory, async () => {
      await writeFile(join(directory, source.dscName), bytes, { mode: 0o644 });
      for (const { name } of source.files) {
        context.signal.throwIfAborted();
        await copyFile(join(home, name), join(directory, name), constants.COPYFILE_FICLONE);
        await chmod(join(directory, name), 0o644);
      }
    });
    refuse(path, await Promise.all(source.files.map((file) => troubleOfCopy(directory, file))));
  } catch (error) {
    await rm(directory, { recursive: true, force: true });
    throw error;
  }
  return { source, directory, ...(signedBy === undefined ? {} : { signedBy: [...signedBy] }) };
}

/** Only a regular file of the right size is read at all: a pipe would never end, a device is none of ours. */
async function troubleBeforeCopy(home: string, { name, size }: SourceFile): Promise<string | undefined> {
  const file = join(home, name);
  try {
    const stat = await lstat(file);
    // uscan links the archive that it fetched to the name that dpkg-source wants, beside it.
    const target = stat.isSymbolicLink() ? await realpath(file) : file;
    if (dirname(target) !== home) return `${name} is a link that leads out of the directory, to ${target}`;
    const found = await lstat(target);
    if (!found.isFile()) return `${name} is no regular file`;
    return found.size === size ? undefined : `${name} has ${found.size} bytes instead of ${size}`;
  } catch (error) {
    if (hasErrno(error, "ENOENT")) return `${name} is missing`;
    if (hasErrno(error, "ELOOP")) return `${name} is a link to itself`;
    if (hasErrno(error, "EACCES")) return `${name} may not be read`;
    throw error;
  }
}

async function troubleOfCopy(
  directory: string,
  { name, size, sha256 }: SourceFile,
): Promise<string | undefined> {
  const found = await fileDigest(join(directory, name));
  if (found.size === size && found.digest === sha256) return undefined;
  return `${name} has other content than the .dsc says (${found.digest} instead of ${sha256})`;
}

function refuse(path: string, troubles: readonly (string | undefined)[]): void {
  const found = troubles.filter((trouble) => trouble !== undefined);
  if (found.length === 0) return;
  const isMissing = found.some((trouble) => trouble.endsWith(" is missing"));
  throw new DebootcError(
    "source-invalid",
    [`${path}: the files of the source package are not as it says:`, ...found.map(printable)].join("\n  "),
    {
      hint: isMissing
        ? "All files that a .dsc lists stand beside it. Fetch the package whole with: dget URL-OF-THE-DSC"
        : "Get the files again from where the .dsc came from.",
    },
  );
}
