/** What the file name of a binary package says (dpkg-name(1)). */
interface PackageFileName {
  readonly package: string;
  /** Without the epoch. */
  readonly version: string;
  readonly architecture: string;
  readonly type: "deb" | "udeb";
}

const form = /^(?<name>[^_]+)_(?<version>[^_]+)_(?<architecture>[^_.]+)\.(?<type>u?deb)$/;

/** Reads `jq_1.7.1-6_amd64.deb`; returns undefined for a name that is not that of a binary package. */
export function parsePackageFileName(text: string): PackageFileName | undefined {
  const { name, version, architecture, type } = form.exec(text)?.groups ?? {};
  return name === undefined || version === undefined || architecture === undefined
    ? undefined
    : { package: name, version, architecture, type: type === "udeb" ? "udeb" : "deb" };
}
