import { formatBytes } from "@debootc/core/text/amount";
import { readdir, stat } from "node:fs/promises";
import { join } from "node:path";

/** Returns a line for each program of a bundle: its size, and that of the part which every start reads. */
export async function sizesOf(bundle: string): Promise<string[]> {
  const programs = (await readdir(bundle, { withFileTypes: true })).filter((entry) => entry.isDirectory());
  const lines = programs.map(async ({ name }) => {
    const files = await readdir(join(bundle, name));
    const sizes = await Promise.all(files.map(async (file) => (await stat(join(bundle, name, file))).size));
    const all = sizes.reduce((sum, size) => sum + size, 0);
    const main = (await stat(join(bundle, name, "main.js"))).size;
    return `release: ${name.padEnd(16)} ${formatBytes(all).padStart(9)}, ${formatBytes(main)} of it main.js`;
  });
  return await Promise.all(lines);
}
