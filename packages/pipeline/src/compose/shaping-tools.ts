import { run } from "@debootc/tools/run";
import { createHash } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";

/** Everything outside the treefile and the lock that shapes bytes: other versions may give other bytes. */
export async function shapingTools(): Promise<Record<string, string>> {
  const { stdout } = await run({
    tool: "dpkg-query",
    args: ["--show", "--showformat=${Package} ${Version}\n", "apt", "bubblewrap", "dpkg", "mmdebstrap", "tar"],
  });
  const packages = stdout.trimEnd().split("\n").map((line) => line.split(" ") as [string, string]);
  return {
    ...Object.fromEntries(packages),
    zlib: process.versions.zlib ?? "",
    zstd: process.versions.zstd ?? "",
    debootc: await digestOfCode(),
  };
}

/** debootc runs from its sources, so its version is what they say. */
async function digestOfCode(): Promise<string> {
  const packages = join(import.meta.dirname, "../../..");
  const hash = createHash("sha256");
  for (const part of ["core/src", "tools/src", "pipeline/src/commit", "pipeline/src/image", "pipeline/src/root", "pipeline/data"]) {
    for (const file of (await readdir(join(packages, part), { recursive: true, withFileTypes: true }))
      .filter((entry) => entry.isFile() && !/\.(test|fixture)\.ts$/.test(entry.name))
      .map((entry) => join(entry.parentPath, entry.name))
      .sort()) {
      hash.update(file.slice(packages.length)).update("\0").update(await readFile(file)).update("\0");
    }
  }
  return hash.digest("hex").slice(0, 16);
}
