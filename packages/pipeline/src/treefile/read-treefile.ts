import { type LoadedTreefile, loadTreefile } from "@debootc/core/treefile/load-treefile";
import { resolve } from "node:path";
import { fileReader } from "./file-reader.ts";

/** Loads a treefile of this machine. Throws `treefile-invalid` with all its errors. */
export async function readTreefile(
  file: string,
  architecture: string,
): Promise<Pick<LoadedTreefile, "treefile" | "warnings" | "expand">> {
  const path = resolve(file);
  return loadTreefile({ file: path, architecture, read: fileReader(path) });
}
