import { run } from "@debootc/tools/run";
import manifest from "../../package.json" with { type: "json" };

/** The programs and encoders that shape bytes, and their versions: others may give other bytes. */
export async function shapingTools(): Promise<Record<string, string>> {
  const { stdout } = await run({
    tool: "dpkg-query",
    args: [
      "--show",
      "--showformat=${Package} ${Version}\n",
      "apt",
      "apt-utils",
      "bubblewrap",
      "dpkg",
      "mmdebstrap",
      "ostree",
      "tar",
    ],
  });
  const packages = stdout
    .trimEnd()
    .split("\n")
    .map((line) => line.split(" ") as [string, string]);
  return {
    ...Object.fromEntries(packages),
    zlib: process.versions.zlib ?? "",
    zstd: process.versions.zstd ?? "",
    debootc: manifest.version,
  };
}
