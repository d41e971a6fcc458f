import { installedVersions } from "@debootc/tools/dpkg/dpkg-query";
import manifest from "../../../package.json" with { type: "json" };

const shapingPackages = ["apt", "apt-utils", "bubblewrap", "dpkg", "mmdebstrap", "ostree", "tar"];

/** The programs and encoders that shape bytes, and their versions: others may give other bytes. */
export async function shapingTools(): Promise<Record<string, string>> {
  return {
    ...(await installedVersions(shapingPackages)),
    zlib: process.versions.zlib ?? "",
    zstd: process.versions.zstd ?? "",
    debootc: manifest.version,
  };
}
