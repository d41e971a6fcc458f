import type { BuiltFile } from "@debootc/core/mock-build/records/build-record";
import type { PlacedSource } from "@debootc/core/source-package/source-package";
import { constants } from "node:fs";
import { copyFile, stat } from "node:fs/promises";
import { join } from "node:path";

/** Puts the source package beside what it was built to; files that the build itself made anew stay. Sorted by name. */
export async function keepSource(
  { source, directory }: PlacedSource,
  made: readonly BuiltFile[],
  results: string,
): Promise<BuiltFile[]> {
  const { size } = await stat(join(directory, source.dscName));
  const files = [{ name: source.dscName, size, sha256: source.dsc }, ...source.files];
  const missing = files.filter(({ name }) => !made.some((one) => one.name === name));
  for (const { name } of missing)
    await copyFile(join(directory, name), join(results, name), constants.COPYFILE_FICLONE);
  return [...made, ...missing].toSorted((a, b) => (a.name < b.name ? -1 : 1));
}
