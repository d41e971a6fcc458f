import { fieldOf, stanzasOf } from "../deb822/stanzas.ts";

/** Describes a package as dpkg knows it. */
export interface InstalledPackage {
  readonly name: string;
  readonly architecture: string;
  readonly version: string;
  readonly source: string;
  /** In bytes, as estimated when the package was built. */
  readonly installedSize: number;
}

/** States in which the files of a package are present (dpkg(1)); distroless images give no state. */
const present = /(?:^| )(?:installed|unpacked|half-configured|triggers-awaited|triggers-pending)$/;

/** Reads the packages of dpkg's status file, or of a file below `status.d` as in distroless images. */
export function parseInstalledPackages(status: string): InstalledPackage[] {
  const packages: InstalledPackage[] = [];
  for (const stanza of stanzasOf(status)) {
    const name = fieldOf(stanza, "Package");
    const version = fieldOf(stanza, "Version");
    if (
      name === undefined ||
      version === undefined ||
      !present.test(fieldOf(stanza, "Status") ?? "installed")
    ) {
      continue;
    }
    packages.push({
      name,
      version,
      architecture: fieldOf(stanza, "Architecture") ?? "all",
      // `Source: glibc (2.41-12)` where the versions differ.
      source: fieldOf(stanza, "Source")?.split(" ")[0] || name,
      installedSize: kibibytes(fieldOf(stanza, "Installed-Size")),
    });
  }
  return packages;
}

function kibibytes(text: string | undefined): number {
  return text !== undefined && /^[0-9]{1,12}$/.test(text) ? Number(text) * 1024 : 0;
}
