/** What the name of a binary package's file says (dpkg-name(1)). */
interface PackageFileName {
  readonly package: string;
  /** Without its epoch. */
  readonly version: string;
  readonly architecture: string;
  readonly type: "deb" | "udeb";
}

const form = /^(?<name>[^_]+)_(?<version>[^_]+)_(?<architecture>[^_.]+)\.(?<type>u?deb)$/;

/** Reads `jq_1.7.1-6_amd64.deb`; undefined for a file that is no binary package by its name. */
export function parsePackageFileName(text: string): PackageFileName | undefined {
  const { name, version, architecture, type } = form.exec(text)?.groups ?? {};
  return name === undefined || version === undefined || architecture === undefined
    ? undefined
    : { package: name, version, architecture, type: type === "udeb" ? "udeb" : "deb" };
}
