import { type InstalledPackage, parseInstalledPackages } from "@debootc/core/dpkg/installed-package";
import { RootDirectory } from "../../tree/root-directory.ts";

/** The packages of a finished root by its own database of dpkg. */
export async function installedPackages(root: string): Promise<InstalledPackage[]> {
  const status = await new RootDirectory(root).readText("/usr/lib/sysimage/dpkg/status");
  return parseInstalledPackages(status ?? "");
}
