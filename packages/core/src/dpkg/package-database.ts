import type { InstalledPackage } from "./installed-package.ts";

/** What dpkg knows of the files of a root. Paths are absolute, as packages name them. */
export interface PackageDatabase {
  readonly packages: readonly PackageFiles[];
  readonly diversions: readonly Diversion[];
  /** Configuration files that ucf manages on behalf of a package: no file list has them. */
  readonly managedFiles: readonly { readonly package: string; readonly path: string }[];
}

export interface PackageFiles extends InstalledPackage {
  /** `info/<package>.list`. */
  readonly files: readonly string[];
  /** Days between uploads, from the changelog; absent when the root has none. */
  readonly updateInterval?: number;
}

/** A file of all other packages that is kept under another name (dpkg-divert(1)). */
export interface Diversion {
  readonly from: string;
  readonly to: string;
  /** The package whose own file keeps the name; `:` when an administrator asked for the diversion. */
  readonly package: string;
}
