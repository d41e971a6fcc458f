import { isComposeFile } from "@debootc/core/compose-file/is-compose-file";
import { type LoadedComposeFile, loadComposeFile } from "@debootc/core/compose-file/load-compose-file";
import { isUnreadable } from "@debootc/core/document/read-file";
import { fileReader } from "../treefile/file-reader.ts";
import { inspectOwnFile } from "../treefile/inspect-own-file.ts";

interface ReadOptions {
  /** Look for the files that go into the images: to compose from it, not to list its legs. */
  readonly inspect: boolean;
}

/** Loads a compose file of this machine by its absolute path. Throws `compose-file-invalid` with all its errors. */
export async function readComposeFile(file: string, { inspect }: ReadOptions): Promise<LoadedComposeFile> {
  return loadComposeFile({
    file,
    read: fileReader(file),
    ...(inspect ? { inspect: inspectOwnFile } : {}),
  });
}

/** Tells whether a file of this machine is a compose file. One that cannot be read counts as a treefile, whose reader says why. */
export function isComposeFileAt(file: string): boolean {
  const content = fileReader(file)(file);
  return !isUnreadable(content) && isComposeFile(content);
}
