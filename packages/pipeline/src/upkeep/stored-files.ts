import type { Digest } from "@debootc/core/record/digest";
import { hasErrno } from "@debootc/tools/errno";
import { readdir, stat } from "node:fs/promises";
import { join } from "node:path";

/** Is a file of the stores of .debs and of source packages, which are named after their digest. */
export interface StoredFile {
  readonly path: string;
  readonly sha256: Digest;
  readonly bytes: number;
  /** The last time a run took it from the store. */
  readonly lastUsed: Date;
}

const storedName = /^(?<hex>[0-9a-f]{64})(?:[.]deb)?$/;

/** Lists the complete files of a store `<2 hex>/<sha256>[.deb]`, sorted by digest; none if there is no store. */
export async function storedFiles(directory: string): Promise<StoredFile[]> {
  const files: StoredFile[] = [];
  for (const folder of await namesIn(directory)) {
    for (const name of await namesIn(join(directory, folder))) {
      const hex = storedName.exec(name)?.groups?.["hex"];
      if (hex === undefined || !hex.startsWith(folder)) continue;
      const path = join(directory, folder, name);
      const facts = await stat(path).catch(absent);
      if (facts === undefined) continue;
      const lastUsed = new Date(Math.max(facts.atimeMs, facts.mtimeMs));
      files.push({ path, sha256: `sha256:${hex}`, bytes: facts.size, lastUsed });
    }
  }
  return files;
}

/** Returns the names in a directory, sorted; none if it is not there. */
export async function namesIn(directory: string): Promise<string[]> {
  return ((await readdir(directory).catch(absent)) ?? []).sort();
}

function absent(error: unknown): undefined {
  if (!hasErrno(error, "ENOENT", "ENOTDIR")) throw error;
}
