import { type LoadedTreefile, loadTreefile } from "@debootc/core/treefile/load-treefile";
import { readFileSync } from "node:fs";
import { resolve } from "node:path";

/** Loads a treefile of this machine. Throws `treefile-invalid` with all its errors. */
export async function readTreefile(
  file: string,
  architecture: string,
): Promise<Pick<LoadedTreefile, "treefile" | "warnings" | "expand">> {
  return loadTreefile({ file: resolve(file), architecture, read: readIfThere });
}

function readIfThere(path: string): Uint8Array | undefined {
  try {
    return readFileSync(path);
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    if (code === "ENOENT" || code === "ENOTDIR" || code === "EISDIR") return undefined;
    throw error;
  }
}
