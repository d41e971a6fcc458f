import type { InstalledPackage } from "./installed-package.ts";

/** Holds what dpkg knows about the files of a root. Paths are absolute, as packages name them. */
export interface PackageDatabase {
  readonly packages: readonly PackageFiles[];
  readonly diversions: readonly Diversion[];
  /** Configuration files that ucf manages on behalf of a package; no file list contains them. */
  readonly managedFiles: readonly { readonly package: string; readonly path: string }[];
}

export interface PackageFiles extends InstalledPackage {
  /** `info/<package>.list`. */
  readonly files: readonly string[];
  /** Days between uploads, from the changelog; absent if the root does not have it. */
  readonly updateInterval?: number;
}

/** Describes a path that is kept under another name for all packages except one (dpkg-divert(1)). */
export interface Diversion {
  readonly from: string;
  readonly to: string;
  /** The package whose own file keeps the name; `:` if an administrator made the diversion. */
  readonly package: string;
}
