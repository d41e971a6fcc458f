import { type Digest, digestOf, digestOfBytes } from "@debootc/core/record/digest";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";

const packages = join(import.meta.dirname, "../../..");
const shaping = ["core/src", "tools/src", "pipeline/src", "pipeline/data"];

/**
 * Digest of debootc's own code that makes results. It is part of every key, so that a result of other code is never
 * reused, and of no result, so that code that gives the same bytes gives the same digests.
 */
export async function digestOfCode(): Promise<Digest> {
  const files: [string, Digest][] = [];
  for (const part of shaping) {
    for (const entry of await readdir(join(packages, part), { recursive: true, withFileTypes: true })) {
      if (!entry.isFile() || /\.(test|fixture)\.ts$/.test(entry.name)) continue;
      const path = join(entry.parentPath, entry.name);
      files.push([path.slice(packages.length), digestOfBytes(await readFile(path))]);
    }
  }
  return digestOf(Object.fromEntries(files));
}
