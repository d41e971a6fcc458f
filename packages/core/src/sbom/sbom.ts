import type { Digest } from "../record/digest.ts";
import type { LicenseExpression } from "./license-expression.ts";
import type { Maintainer } from "./maintainer.ts";

/** Holds what an image consists of: all that its SBOMs say, in whatever format. */
export interface Sbom {
  readonly image: SbomImage;
  /** Sorted by name, then architecture, of which no two have the same. */
  readonly packages: readonly SbomPackage[];
  /** All its files, sorted by path, if somebody asked for them. */
  readonly files?: readonly SbomFile[];
}

/** Describes a file of an image. */
export interface SbomFile {
  /** Absolute. */
  readonly path: string;
  readonly sha256: Digest;
  /** 40 hexadecimal digits: SPDX does not do without. */
  readonly sha1: string;
}

/** Identifies an image. */
export interface SbomImage {
  readonly name: string;
  readonly version: string;
  /** Debian's name. */
  readonly architecture: string;
  readonly suite: string;
  readonly ref: string;
  /** Checksum of the ostree commit of the same tree, 64 hexadecimal digits. */
  readonly commit: string;
  readonly manifestDigest: Digest;
  /** Time of the image, in seconds since 1970. */
  readonly timestamp: number;
}

/** Describes an installed package. */
export interface SbomPackage {
  readonly name: string;
  readonly version: string;
  readonly architecture: string;
  readonly source: { readonly name: string; readonly version: string };
  /** Who offers it: `debian`, or the id of another source of the treefile. */
  readonly vendor: string;
  readonly maintainer?: Maintainer;
  /** What its copyright file declares; absent where that is not machine-readable. */
  readonly license?: LicenseExpression;
  /** The .deb that it was installed from, if the lock has it. */
  readonly file?: { readonly name: string; readonly sha256: Digest };
  /** Installed packages that satisfy what it depends on, by `packageKey`, sorted. */
  readonly dependsOn: readonly string[];
}

/** Returns what tells an installed package from all others. */
export function packageKey({ name, architecture }: Pick<SbomPackage, "name" | "architecture">): string {
  return `${name}:${architecture}`;
}

/** Orders text by code units, the same in each locale. */
export function byText(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
