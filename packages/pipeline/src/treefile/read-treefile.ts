import { type LoadedTreefile, loadTreefile } from "@debootc/core/treefile/load-treefile";
import { fileReader } from "./file-reader.ts";
import { inspectOwnFile } from "./inspect-own-file.ts";

interface ReadOptions {
  /** Look for the files that go into the image: to compose from it, not to lock its packages. */
  readonly inspect: boolean;
}

/** Loads a treefile of this machine by its absolute path. Throws `treefile-invalid` with all its errors. */
export async function readTreefile(
  file: string,
  architecture: string,
  { inspect }: ReadOptions,
): Promise<Pick<LoadedTreefile, "treefile" | "warnings" | "expand">> {
  return loadTreefile({
    file,
    architecture,
    read: fileReader(file),
    ...(inspect ? { inspect: inspectOwnFile } : {}),
  });
}
