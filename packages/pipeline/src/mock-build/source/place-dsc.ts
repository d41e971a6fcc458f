import type { PlacedSource, SourceFile } from "@debootc/core/source-package/source-package";
import { fileDigest } from "@debootc/tools/files/file-digest";
import { writable } from "@debootc/tools/files/writable";
import { constants } from "node:fs";
import { chmod, copyFile, mkdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { OperationContext } from "../../worker/operation-context.ts";
import { checkSignature } from "./check-signature.ts";
import { readDsc, refuseTroubles } from "./read-dsc.ts";

interface DscPlacing {
  /** Absolute path of the .dsc. */
  readonly path: string;
  /** What messages call it; its path if absent. */
  readonly name?: string;
  /** Created here. */
  readonly directory: string;
  readonly workDirectory: string;
  readonly requireSignature?: { readonly keyrings: readonly string[] };
}

/**
 * Copies a .dsc and the files it lists into a fresh directory and verifies the copies by size and SHA-256, so that what
 * the user changes meanwhile cannot reach the build. Throws `source-invalid` with all files that are missing or wrong,
 * `trust-refused` if a required signature is missing or bad, `results-unwritable`.
 */
export async function placeDsc(placing: DscPlacing, context: OperationContext): Promise<PlacedSource> {
  const { path, name: called = path, directory } = placing;
  const { bytes, source, home } = await readDsc(path, called);
  const signedBy = placing.requireSignature && (await checkSignature(bytes, path, placing, context));
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
    refuseTroubles(called, await Promise.all(source.files.map((file) => troubleOfCopy(directory, file))));
  } catch (error) {
    await rm(directory, { recursive: true, force: true });
    throw error;
  }
  return { source, directory, ...(signedBy === undefined ? {} : { signedBy }) };
}

async function troubleOfCopy(
  directory: string,
  { name, size, sha256 }: SourceFile,
): Promise<string | undefined> {
  const found = await fileDigest(join(directory, name));
  if (found.size === size && found.digest === sha256) return undefined;
  return `the content of ${name} is not what the .dsc says (${found.digest} instead of ${sha256})`;
}
