import { type LoadedTreefile, loadTreefile } from "@debootc/core/treefile/load-treefile";
import { resolve } from "node:path";
import { fileReader } from "./file-reader.ts";
import { inspectOwnFile } from "./inspect-own-file.ts";

interface ReadOptions {
  /** Look for the files that go into the image: to compose from it, not to lock its packages. */
  readonly inspect: boolean;
}

/** Loads a treefile of this machine. Throws `treefile-invalid` with all its errors. */
export async function readTreefile(
  file: string,
  architecture: string,
  { inspect }: ReadOptions,
): Promise<Pick<LoadedTreefile, "treefile" | "warnings" | "expand">> {
  const path = resolve(file);
  return loadTreefile({
    file: path,
    architecture,
    read: fileReader(path),
    ...(inspect ? { inspect: inspectOwnFile } : {}),
  });
}
